"""Organizations over HTTP, over time: changes by their effect day, mergers, splits, any day as known at any time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import select

from services.organizations.readmodel import facts, register
from tests.integration.organizations_bench import REFORM, OrganizationsBench, codes, member, organization, plant, post


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrganizationsBench]:
    database = request.getfixturevalue("migrated")("organizations") if request.param == "postgresql" else None
    bench = OrganizationsBench(tmp_path, database)
    plant(bench)
    yield bench
    bench.engine.dispose()


IN_FILES = pytest.mark.parametrize("bench", ["sqlite"], indirect=True)


def test_b31_a_merger_into_a_live_unit_leaves_the_past_as_it_was_and_both_codes_resolve(
    bench: OrganizationsBench,
) -> None:
    bench.post("/mergers", {"predecessors": ["QN"], "successor": "AN", "merged_on": "2020-07-01"})
    old, live = bench.get("/organizations/QN"), bench.get("/organizations/AN")
    assert (old["ended_on"], old["successors"]) == ("2020-06-30", ["AN"])
    assert (live["ended_on"], live["name"]) == (None, "Đảng bộ AN")
    assert codes(bench, "/organizations?parent=AN&on=2020-07-01") == ["AN-01", "QN-01"]
    assert codes(bench, "/organizations?parent=QN&on=2020-06-30") == ["QN-01"]
    assert "QN" not in codes(bench, "/organizations?on=2020-07-01")
    link = {"predecessor": "QN", "successor": "AN", "since": "2020-07-01", "how": "merged", "document": None}
    assert bench.get("/organizations/QN/lineage")["successors"] == [link]
    assert bench.get("/organizations/AN/lineage")["predecessors"] == [link]
    assert bench.get("/collectives/TT-QN")["ended_on"] == "2020-06-30"
    assert bench.get("/posts/P-QN")["held_to"] == "2020-06-30"
    assert bench.get("/posts/P-AN")["held_to"] is None


def test_b10_what_has_ended_is_retired_never_deleted_and_its_range_is_checked(bench: OrganizationsBench) -> None:
    assert bench.refused("/posts", post("P2", "B", "TT-QN", held_from="2020-05-01", held_to="2020-04-30")) == (
        "ends_before_start"
    )
    bench.post("/posts", post("P2", "B", "TT-QN", held_from="2020-05-01"))
    assert bench.refused("/posts/P2/ending", {"held_to": "2020-04-30"}) == "ends_before_start"
    bench.post("/collectives/TT-QN/ending", {"ended_on": "2020-12-31"})
    for code in ("P-QN", "P2"):
        assert bench.get(f"/posts/{code}")["held_to"] == "2020-12-31"
    assert bench.get("/collectives/TT-QN")["name"] == "Ban Thường vụ QN"
    assert codes(bench, "/posts?collective=TT-QN") == ["P-QN", "P2"]
    assert codes(bench, "/posts?collective=TT-QN&on=2020-04-30") == ["P-QN"]
    assert codes(bench, "/posts?collective=TT-QN&on=2021-01-01") == []
    assert codes(bench, "/collectives?organization=QN&on=2021-01-01") == []
    assert bench.refused("/posts", post("P3", "B", "TT-QN", held_from="2021-01-01")) == "ended_before"
    assert bench.call("DELETE", "/posts/P2").status_code == 405


def test_b18_a_unit_directly_under_the_province_stands_where_a_level_is_skipped(bench: OrganizationsBench) -> None:
    bench.post("/people", member("V", "VP"))
    [office] = [item for item in bench.get("/organizations?parent=TU")["items"] if item["code"] == "VP"]
    assert (office["path"], office["unit"], office["grassroots"]) == ("/TU/VP/", "TU", "VP")
    clerk: dict[str, Any] = {"role": "unit_officer", "organization": "VP"}
    assert codes(bench, "/organizations", **clerk) == ["VP"]
    assert codes(bench, "/people?cell=VP", **clerk) == ["V"]
    assert bench.get("/people/V", **clerk)["cell"] == "VP"
    assert bench.call("GET", "/people/A", **clerk).status_code == 404
    bench.post("/organizations/C1/moves", {"parent": "QN", "since": "2020-07-01"})
    [cell] = [item for item in bench.get("/organizations?parent=QN")["items"] if item["code"] == "C1"]
    assert (cell["path"], cell["unit"], cell["grassroots"]) == ("/TU/QN/C1/", "QN", None)


def test_a_change_holds_from_its_day_on_and_is_known_from_its_recording_on(bench: OrganizationsBench) -> None:
    bench.clock.advance(days=10)
    first = bench.post("/people/A/transfers", {"cell": "C3", "moved_on": "2020-09-01"})
    bench.clock.advance(days=10)
    late = bench.post("/people/A/transfers", {"cell": "C2", "moved_on": "2020-06-01"})

    def cell(query: str) -> str:
        found: str = bench.get(f"/people/A{query}")["cell"]
        return found

    assert [cell(query) for query in ("", "?on=2020-08-31", "?on=2020-05-31")] == ["C3", "C2", "C1"]
    assert [cell(f"?known_at={number}") for number in (first - 1, first, late)] == ["C1", "C3", "C3"]
    assert [cell(f"?on=2020-08-31&known_at={number}") for number in (first, late)] == ["C1", "C2"]
    instants = ("2021-01-13T08:00:00Z", "2021-01-14T15:00:00%2B07:00", "2021-01-24T15:00:00+07:00")
    assert [cell(f"?on=2020-08-31&known_at={instant}") for instant in instants] == ["C1", "C1", "C2"]
    assert codes(bench, "/people?cell=C2&on=2020-08-31") == ["A", "B"]
    assert codes(bench, f"/people?cell=C2&on=2020-08-31&known_at={first}") == ["B"]
    assert bench.call("GET", "/people/A?known_at=1").status_code == 404
    assert bench.call("GET", "/people/A?known_at=2021-01-04T07:00:00Z").status_code == 404


@IN_FILES
@pytest.mark.parametrize("stated", ["2021-01-14", "2021-01-14T15:00:00", "yesterday", "-1", "9" * 30])
def test_a_time_without_its_zone_is_no_instant(bench: OrganizationsBench, stated: str) -> None:
    answer = bench.call("GET", f"/people/A?known_at={stated}")
    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.get_json()["errors"]] == ["known_at"]


def test_history_tells_every_fact_with_its_day_its_recording_and_who_recorded_it(bench: OrganizationsBench) -> None:
    bench.clock.advance(days=1)
    number = bench.post("/organizations/QN/renamings", {"name": "Đảng bộ X", "since": "2020-09-01", "document": "2-QĐ"})
    bench.post("/organizations/QN/moves", {"parent": "AN", "since": "2020-03-01", "document": "1-QĐ"})
    told = bench.get("/organizations/QN/history")["facts"]
    assert [fact["type"] for fact in told] == ["OrganizationRegistered", "OrganizationMoved", "OrganizationRenamed"]
    assert [fact["effective_on"] for fact in told] == [None, "2020-03-01", "2020-09-01"]
    assert told[2] == {
        "effective_on": "2020-09-01",
        "recorded_at": "2021-01-05T08:00:00.000000Z",
        "number": number,
        "actor": "officer-7",
        "organization": "TU",
        "type": "OrganizationRenamed",
        "data": {"code": "QN", "name": "Đảng bộ X", "since": "2020-09-01", "document": "2-QĐ"},
    }
    earlier = bench.get(f"/organizations/QN/history?on=2020-08-31&known_at={number}")["facts"]
    assert [fact["type"] for fact in earlier] == ["OrganizationRegistered"]


def test_every_list_says_what_the_log_of_each_thing_says_on_any_day_and_at_any_time(bench: OrganizationsBench) -> None:
    """The table of facts, which lists are made from, against each thing's own events."""
    bench.post("/people/A/transfers", {"cell": "C3", "moved_on": "2020-09-01"})
    bench.post("/organizations/C3/moves", {"parent": "QN-01", "since": "2020-08-01"})
    bench.post("/organizations/QN/external-code", {"external_code": "H08.1"})
    bench.post("/mergers", REFORM)
    bench.post("/people/B/membership-ending", {"ended_on": "2020-10-31", "reason": "died"})
    bench.post("/people/A/transfers", {"cell": "C2", "moved_on": "2020-03-01"})
    bench.post("/organizations/QA/renamings", {"name": "Đảng bộ Quy Nhơn Đông", "since": "2020-10-01"})
    for number in range(9, bench.store.head().number + 1, 3):
        for on in ("2020-02-29", "2020-06-30", "2020-07-01", "2020-08-01", "2020-09-01", "2020-12-31"):
            moment = f"on={on}&known_at={number}"
            shown = {item["code"]: item for item in bench.get(f"/organizations?{moment}")["items"]}
            assert shown.keys() >= {"TU", "C1"}
            for code, item in shown.items():
                alone = bench.get(f"/organizations/{code}?{moment}")
                assert alone == {name: value for name, value in item.items() if name in alone}
                assert item["path"].endswith(f"/{alone['parent']}/{code}/" if alone["parent"] else "/TU/")
            people = {code: bench.call("GET", f"/people/{code}?{moment}") for code in ("A", "B", "C")}
            for cell in ("C1", "C2", "C3"):
                listed = {item["code"]: item for item in bench.get(f"/people?cell={cell}&{moment}")["items"]}
                known = {code: answer.get_json() for code, answer in people.items() if answer.status_code == 200}
                assert listed == {code: person for code, person in known.items() if person["cell"] == cell}


def test_an_organization_in_which_somebody_stands_does_not_just_end(bench: OrganizationsBench) -> None:
    assert bench.refused("/organizations/C1/ending", {"ended_on": "2020-12-31"}) == "still_in_use"
    bench.post("/people/A/transfers", {"cell": "C2", "moved_on": "2021-01-01"})
    bench.post("/organizations/C1/ending", {"ended_on": "2020-12-31", "successors": ["C2"]})
    [link] = bench.get("/organizations/C1/lineage")["successors"]
    assert (link["successor"], link["since"], link["how"]) == ("C2", "2021-01-01", None)


def test_the_tree_of_now_is_the_one_that_the_register_keeps(bench: OrganizationsBench) -> None:
    """The register decides who sees what; the tree is what is shown."""
    bench.post("/organizations/C3/moves", {"parent": "QN-01", "since": "2020-08-01"})
    bench.post("/mergers", REFORM)
    bench.post("/organizations/C1/moves", {"parent": "AN-01", "since": "2020-03-01"})
    names = ("code", "parent", "path", "unit", "grassroots", "ended_on")
    with bench.engine.connect() as connection:
        columns = register.live.organizations.c
        kept = connection.execute(select(*(columns[name] for name in names)).order_by(columns.code)).all()
    shown = bench.get("/organizations")["items"]
    assert [tuple(row) for row in kept] == [tuple(item[name] for name in names) for item in shown]


def test_other_systems_find_an_organization_by_their_code(bench: OrganizationsBench) -> None:
    bench.post("/organizations/QN/external-code", {"external_code": "H08/1"})
    assert bench.get("/external-codes/H08/1")["code"] == "QN"
    assert bench.refused("/organizations/AN/external-code", {"external_code": "H08/1"}) == "external_code_taken"
    bench.post("/organizations/QN/external-code", {"external_code": None})
    assert bench.call("GET", "/external-codes/H08/1").status_code == 404
    bench.post("/organizations/AN/external-code", {"external_code": "H08/1"})
    assert bench.get("/external-codes/H08/1")["code"] == "AN"
    assert bench.call("GET", "/external-codes/H08/1", organization="QN").status_code == 404


def test_each_change_builds_on_a_version(bench: OrganizationsBench) -> None:
    renaming = {"name": "Đảng bộ X", "since": "2020-07-01"}
    version = bench.call("GET", "/organizations/QN?on=2020-01-01").headers["ETag"]
    bench.post("/organizations/QN/renamings", renaming, If_Match=version)
    assert (
        bench.refused("/organizations/QN/renamings", renaming | {"name": "Y"}, If_Match=version) == "version_conflict"
    )


def test_a_keeper_posts_somebody_of_another_unit_and_learns_nothing_of_the_person(bench: OrganizationsBench) -> None:
    """A's and B's unit is QN; B is no member any more, and who Z is nobody knows."""
    bench.post("/people/B/membership-ending", {"ended_on": "2020-10-31", "reason": "expelled"})
    keeper: dict[str, Any] = {"role": "board_officer", "organization": "AN"}
    told = [
        bench.call("POST", "/posts", post(f"P-{person}", person, "TT-AN"), **keeper, Idempotency_Key=person)
        for person in ("A", "B", "C")
    ]
    assert {answer.status_code for answer in told} == {201}
    assert {tuple(answer.get_json()) for answer in told} == {("position",)}
    shown = bench.get("/posts/P-A", **keeper)
    assert shown == {**post("P-A", "A", "TT-AN"), "held_from": None, "held_to": None}
    assert codes(bench, "/posts?collective=TT-AN", **keeper) == ["P-A", "P-AN", "P-B", "P-C"]
    assert bench.call("GET", "/people/A", **keeper).status_code == 404
    assert bench.call("GET", "/people/A/history", **keeper).status_code == 404
    assert bench.call("POST", "/posts", post("P-Z", "Z", "TT-AN"), **keeper).status_code == 404
    assert bench.call("POST", "/posts", post("P-X", "C", "TT-QN"), **keeper).status_code == 404


def test_a_list_of_an_earlier_day_leaves_out_who_has_left_for_a_neighbour(bench: OrganizationsBench) -> None:
    bench.post("/people/A/transfers", {"cell": "C3", "moved_on": "2020-09-01"})
    assert codes(bench, "/people?cell=C1&on=2020-08-31") == ["A"]
    assert codes(bench, "/people?cell=C1&on=2020-08-31", organization="QN", role="unit_officer") == []


def test_whose_membership_has_ended_still_belongs_to_the_last_cell(bench: OrganizationsBench) -> None:
    bench.post("/people/A/membership-ending", {"ended_on": "2020-10-31", "reason": "died"}, organization="QN")
    assert bench.get("/people/A", organization="QN")["membership_ending"] == "died"
    assert bench.call("GET", "/people/A", organization="AN").status_code == 404
    assert codes(bench, "/people?cell=C1") == []


def test_what_is_noted_about_a_person_holds_from_its_day_on(bench: OrganizationsBench) -> None:
    bench.post("/people/A/renamings", {"full_name": "Nguyễn Thị A", "since": "2020-03-01"})
    bench.post("/people/A/civil-categories", {"civil_category": "CONG_CHUC", "since": "2020-04-01"})
    bench.post("/people/A/sick-leaves", {"months": 4, "since": "2020-12-31"})
    bench.post("/people/A/status-changes", {"member_status": "exempt", "changed_on": "2020-06-01"})
    names = ("full_name", "civil_category", "sick_leave_months", "member_status")
    for on, expected in (
        ("2020-02-29", ("Đảng viên A", None, None, "active")),
        ("2020-04-01", ("Nguyễn Thị A", "CONG_CHUC", None, "active")),
        ("2020-12-31", ("Nguyễn Thị A", "CONG_CHUC", 4, "exempt")),
    ):
        shown = bench.get(f"/people/A?on={on}", role="member", person="A")
        assert tuple(shown[name] for name in names) == expected
    assert len(bench.get("/people/A/history", role="member", person="A")["facts"]) == 5


def test_a_collective_is_renamed_and_moved(bench: OrganizationsBench) -> None:
    bench.post("/collectives/TT-QN/renamings", {"name": "Ban Thường vụ Thành ủy", "since": "2020-03-01"})
    bench.post("/collectives/TT-QN/moves", {"organization": "AN", "since": "2020-07-01"})
    assert codes(bench, "/collectives?organization=QN&on=2020-06-30") == ["TT-QN"]
    assert codes(bench, "/collectives?organization=AN&on=2020-07-01") == ["TT-AN", "TT-QN"]
    assert [fact["effective_on"] for fact in bench.get("/collectives/TT-QN/history")["facts"]] == [
        None,
        "2020-03-01",
        "2020-07-01",
    ]


@IN_FILES
def test_lists_of_another_day_come_in_pages(bench: OrganizationsBench) -> None:
    bench.post("/mergers", REFORM)
    query, cursor, found = "/organizations?on=2020-06-30&limit=4", "", []
    while cursor is not None:
        page = bench.get(f"{query}{cursor and '&cursor='}{cursor}")
        found += [item["code"] for item in page["items"]]
        cursor = page["next"]
    assert found == ["AN", "AN-01", "C1", "C2", "C3", "QN", "QN-01", "TU", "VP"]


@IN_FILES
def test_nothing_takes_effect_tomorrow_in_vietnam(bench: OrganizationsBench) -> None:
    renaming = {"name": "Đảng bộ X", "since": "2021-01-05"}
    assert bench.refused("/organizations/QN/renamings", renaming) == "takes_effect_later"
    bench.clock.at += timedelta(hours=9)  # from 15:00 to 24:00 in Vietnam, where it is 17:00 in Greenwich
    bench.post("/organizations/QN/renamings", renaming)


@IN_FILES
def test_a_tree_of_5000_organizations_is_shown_as_of_any_day_in_well_under_a_second(bench: OrganizationsBench) -> None:
    with bench.engine.begin() as connection:
        known = {"kind": "organization", "recorded_at": "2021-01-04T08:00:00.000000Z", "place": "QN-01"}
        cells = [organization(f"Q{number:04}", "CB_TRUC_THUOC", "QN-01", founded_on=None) for number in range(5000)]
        rows = [
            {**known, "number": number, "code": cell["code"], "effective_on": "", "says": cell}
            for number, cell in enumerate(cells, start=101)
        ]
        connection.execute(facts.insert(), rows)
    started = perf_counter()
    found = codes(bench, "/organizations?on=2020-07-01&known_at=5050&parent=QN-01&limit=500")
    assert perf_counter() - started < 1
    assert len(found) == 500


def test_there_is_one_province(bench: OrganizationsBench) -> None:
    """Whoever sees the root sees everything: a second one would be everybody's and nobody's."""
    second = organization("TU2", "DB_TINH", None)
    assert bench.refused("/organizations", second) == "one_province"
    founded = {"name": "Đảng bộ tỉnh", "type": "DB_TINH", "parent": None}
    merger = {"predecessors": ["QN"], "successor": "TU2", "registration": founded, "merged_on": "2020-07-01"}
    assert bench.refused("/mergers", merger) == "invalid_fields"
    assert bench.call("POST", "/organizations", organization("TU", "DB_TINH", None)).status_code == 201
