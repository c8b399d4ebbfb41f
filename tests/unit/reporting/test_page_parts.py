"""The parts of pages: charts, the course of a subject in words, two sides, what asks for attention."""

from __future__ import annotations

from services.reporting.domain.levels import LEVELS
from services.reporting.page.attention import attention
from services.reporting.page.bars import beside_cap, dots, segments
from services.reporting.page.course import bodies_in, told
from services.reporting.page.formats import figure
from services.reporting.page.labels import FACTS, HAPPENINGS
from services.reporting.page.places import in_words, reading_order
from services.reporting.page.sides import Side, tables
from services.reporting.roster.happenings import TOLD
from tests.unit.reporting.bench import Bench


def test_whatever_is_kept_of_a_course_has_words() -> None:
    for types in TOLD.values():
        for type_, kept in types.items():
            assert type_ in HAPPENINGS and set(kept.facts) <= FACTS.keys()


def test_facts_of_a_course_are_put_into_words() -> None:
    facts = {
        "level": "HTXSNV",
        "decided_by": "QN",
        "on_time": False,
        "votes": {"HTXSNV": 5, "no": 2},
        "held_on": "2020-12-05",
        "successors": ["QN", "XX"],
        "faults": [{"reason": "dossier_incomplete", "missing": []}],
        "reason": "expelled",
        "answered_prompts": [],
        "round": 2,
    }
    happened = {"at": "2020-12-05", "service": "ratings", "number": 7, "type": "BallotTallied", "facts": facts}
    assert bodies_in([happened]) == {"QN", "XX"}
    [said] = told([happened], {"org:QN": "Thành ủy"}, "vi")
    assert said["what"] == "Kiểm phiếu"
    assert [text for _, text in said["facts"]] == [
        "Xuất sắc",
        "Thành ủy",
        "muộn",
        "Xuất sắc 5, không đồng ý 2",
        "05/12/2020",
        "Thành ủy, XX",
        "Hồ sơ thiếu tài liệu",
        "Khai trừ",
        "2",
    ]


def test_the_segments_of_a_bar_fill_it_and_small_ones_carry_no_label() -> None:
    count = {"HTXSNV": 204, "HTTNV": 1113, "HTNV": 86, "KHTNV": 22, "not_rated": 75, "total": 1500}
    bar = list(segments(count))
    assert [segment.part for segment in bar] == [*LEVELS, "not_rated"]
    assert (bar[1].x, bar[1].width, bar[1].label) == ("13.60", "74.20", "74%")
    assert bar[3].label == ""
    assert list(segments(dict.fromkeys(count, 0))) == []


def test_a_bar_beside_its_cap_never_leaves_its_frame() -> None:
    assert beside_cap({"excellent": 4, "allowed": 2}) == ("90.00", "45.00")
    assert beside_cap({"excellent": 0, "allowed": 0}) == ("0.00", "0.00")


def test_units_with_one_share_are_one_dot() -> None:
    units = [
        {"shares": {"HTXSNV": share}, "far": far} for share, far in (("0.00", None), ("0.00", "below"), ("50.00", None))
    ]
    units.append({"shares": {"HTXSNV": None}, "far": None})
    assert [(dot.x, dot.units, dot.far) for dot in dots(units, "HTXSNV")] == [("2.00", 2, True), ("50.00", 1, False)]


def test_two_sides_are_told_apart_to_the_hundredth() -> None:
    def side(label: str, *levels: int) -> Side:
        count = {**dict(zip(LEVELS, levels, strict=True)), "not_rated": 0, "total": sum(levels)}
        nobody = dict.fromkeys(count, 0)
        return Side(label, "BD-2020", None, {"org": nobody, "col": nobody, "mem": count, "ldr": nobody})

    [table] = tables(side("A", 1, 2, 0, 0), side("B", 2, 1, 0, 1))
    assert table["kind"] == "mem"
    assert [line["difference"] for line in table["lines"]] == [1667, -4167, 0, 2500]
    [empty] = tables(side("A", 1, 0, 0, 0), side("B", 0, 0, 0, 0))
    assert empty["lines"][0]["difference"] is None


def test_a_figure_is_called_by_its_place() -> None:
    names = {"org:QN": "Đảng bộ Quy Nhơn"}
    path = ("by_unit", "QN", "mem", "HTXSNV")
    assert in_words(path, names, "vi") == "Theo đơn vị · Đảng bộ Quy Nhơn · Đảng viên · Xuất sắc"
    assert in_words(("caps", "VC-02", "allowed"), names, "en") == "Caps · VC-02 · Allowed"
    assert [figure(value, "vi") for value in (1500, "18.33", None)] == ["1.500", "18,33\u00a0%", "–"]


def test_numbers_that_changed_are_read_in_the_order_of_the_tables() -> None:
    names = {"org:AN": "Thị ủy An Nhơn", "org:QN": "Thành ủy Quy Nhơn"}
    order = [
        ("ratings", "org", "total"),
        ("ratings", "mem", "HTXSNV"),
        ("ratings", "mem", "HTTNV"),
        ("dossiers", "missing"),
        ("by_unit", "QN", "mem", "HTNV"),
        ("by_unit", "AN", "mem", "HTXSNV"),
    ]
    assert sorted(sorted(order), key=lambda path: reading_order(path, names)) == order


def test_only_what_there_is_asks_for_attention(faulty: Bench) -> None:
    figures = faulty.json("/reporting/campaigns/BD-2020/overview")
    assert all(item.count for item in attention(figures))
    done = {**figures, "refused_documents": 0, "heads_above": 0}
    assert {"refused", "heads"} == {item.name for item in attention(figures)} - {item.name for item in attention(done)}
