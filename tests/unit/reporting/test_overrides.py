"""A document that allowed exceeding a cap stays in sight, whatever is decided afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from deploy.migrate import ROOT
from services.reporting.domain.caps import Cap
from services.reporting.domain.overrides import OverrideRow, aggregates, overrides
from shared.eventstore import open_engine
from shared.messaging import Envelope
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS
from tests.unit.reporting.material import RULES

CAMPAIGN = "/reporting/campaigns/BD-2020"
FIRST, NUMBER = "01-QĐ/CB.VC-02", "Thông báo 88-TB/TU"
EXCELLENT = ("mem:DV000892", "mem:DV000900", "mem:DV000902")


@pytest.fixture
def province(bench: Bench) -> Bench:
    """Three members of VC-02 are excellent under an override, where two would be allowed."""
    bench.hear_folder(FOLDERS[0])
    return bench


def revised(bench: Bench, subject: str, level: str, previous: str, override: str | None = None) -> Envelope:
    return bench.speaker.say(
        "ratings",
        "RatingRevised",
        campaign="BD-2020",
        subject=subject,
        level=level,
        previous_level=previous,
        document="09-QĐ/CB.VC-02",
        decided_by="VC-02",
        decided_at="2021-01-20T02:00:00.000000Z",
        proposed=None,
        reason="Xem xét lại",
        cap_override=override,
        cause="correction",
    )


def reported(bench: Bench) -> dict[str, Any]:
    """The use of the override by VC-02's first decision, as the newest report freezes it."""
    version = bench.post(f"{CAMPAIGN}/reports").json["version"]  # type: ignore[index]
    uses = bench.json(f"{CAMPAIGN}/reports/{version}")["overrides"]
    [use] = (use for use in uses if use["document"] == FIRST)
    found: dict[str, Any] = use
    return found


def over_cap(bench: Bench) -> list[str]:
    return [group["group"] for group in bench.json(f"{CAMPAIGN}/figures")["over_cap"]]


def test_a_report_says_what_a_document_allowed_and_that_it_is_needed(province: Bench) -> None:
    use = reported(province)
    assert (use["cap"], use["group"], use["override"], use["decided_by"]) == ("CAP-MEMBER", "VC-02", NUMBER, "VC-02")
    assert (use["excellent"], use["standing"], use["needed"]) == (3, 3, True)
    assert use["subjects"] == [
        {"subject": subject, "level": "HTXSNV", "reason": None, "stands": True} for subject in EXCELLENT
    ]


def test_an_override_that_later_ratings_made_unnecessary_stays_in_the_report_and_on_the_page(province: Bench) -> None:
    assert "VC-02" in over_cap(province)
    province.hear([revised(province, EXCELLENT[0], "HTTNV", "HTXSNV")])
    assert "VC-02" not in over_cap(province)
    use = reported(province)
    assert (use["excellent"], use["standing"], use["needed"]) == (3, 2, False)
    page = province.get(f"{CAMPAIGN}/pages/caps?lang=en").text
    row = page.partition(FIRST)[2].partition("</tr>")[0]
    assert "<td>3</td><td>2</td>" in row and "not any more" in row


def test_a_revision_that_names_no_override_hides_none(province: Bench) -> None:
    province.hear([revised(province, subject, "HTXSNV", "HTXSNV") for subject in EXCELLENT])
    use = reported(province)
    assert (use["excellent"], use["standing"], use["needed"]) == (3, 0, False)
    assert [subject["stands"] for subject in use["subjects"]] == [False] * 3


def test_an_override_that_a_revision_names_is_shown_with_that_decision(province: Bench) -> None:
    province.hear([revised(province, EXCELLENT[1], "HTXSNV", "HTXSNV", "90-TB/TU")])
    assert reported(province)["standing"] == 2
    uses = province.json(f"{CAMPAIGN}/reports/1")["overrides"]
    [new] = (use for use in uses if use["override"] == "90-TB/TU")
    assert (new["document"], new["excellent"], new["needed"]) == ("09-QĐ/CB.VC-02", 1, True)
    assert new["subjects"][0]["reason"] == "Xem xét lại"


def test_a_central_reader_learns_of_overrides_but_of_no_subject_and_no_reason(province: Bench) -> None:
    whole = reported(province)
    uses = province.json(f"{CAMPAIGN}/reports/1", role="central_reader")["overrides"]
    [use] = (use for use in uses if use["document"] == FIRST)
    assert use == {name: value for name, value in whole.items() if name != "subjects"}
    page = province.get(f"{CAMPAIGN}/pages/caps", role="central_reader").text
    assert FIRST in page and "mem:" not in page


def test_an_officer_sees_the_overrides_of_bodies_in_the_own_part_of_the_tree_alone(faulty: Bench) -> None:
    def page(organization: str) -> str:
        return faulty.get(f"{CAMPAIGN}/pages/caps", role="unit_officer", organization=organization).text

    assert FIRST in page("VC") and FIRST in page("VC-02")
    assert FIRST not in page("VT") and FIRST not in page("VC-01")


def row(subject: str, document: str = "1-QĐ", level: str = "HTXSNV", **facts: Any) -> OverrideRow:
    given = {"type": None, "decided_by": "QN-01", "override": "88-TB", "reason": None, "stands": True, **facts}
    return OverrideRow(subject=subject, document=document, level=level, **given)


def test_uses_are_told_apart_by_cap_group_document_and_decision() -> None:
    over = [{"cap": "CAP-ORG", "group": "QN/CB_CO_SO"}]
    told = overrides(
        [
            row("mem:B"),
            row("mem:A"),
            row("mem:C", "2-QĐ"),
            row("mem:D", override="99-TB"),
            row("org:QN-02", type="CB_CO_SO", decided_by="QN"),
        ],
        RULES.caps,
        over,
    )
    seen = [
        (use["cap"], use["group"], use["override"], use["document"], use["excellent"], use["needed"]) for use in told
    ]
    assert seen == [
        ("CAP-MEMBER", "QN-01", "88-TB", "1-QĐ", 2, False),
        ("CAP-MEMBER", "QN-01", "88-TB", "2-QĐ", 1, False),
        ("CAP-MEMBER", "QN-01", "99-TB", "1-QĐ", 1, False),
        ("CAP-ORG", "QN/CB_CO_SO", "88-TB", "1-QĐ", 1, True),
    ]
    assert [subject["subject"] for subject in told[0]["subjects"]] == ["mem:A", "mem:B"]


def test_a_good_rating_that_was_taken_from_the_base_under_an_override_is_needed_while_the_group_is_over() -> None:
    over = [{"cap": "CAP-MEMBER", "group": "QN-01"}]
    for stands in (True, False):
        [use] = overrides([row("mem:A", level="HTNV", stands=stands)], RULES.caps, over)
        assert (use["excellent"], use["standing"], use["needed"]) == (0, 0, stands)


def test_an_override_where_no_cap_counts_is_shown_under_its_body() -> None:
    [use] = overrides([row("ldr:P", type="BI_THU", decided_by="QN")], RULES.caps, [])
    assert (use["cap"], use["group"], use["excellent"], use["needed"]) == (None, "QN", 1, False)
    leaders = Cap.of(
        {
            "id": "CAP-LDR",
            "level": "HTXSNV",
            "max_pct": 20,
            "subjects": ["leader"],
            "group_by": ["deciding_body", "similar_role_group"],
            "base": "HTTNV_final",
            "rounding": "floor",
        }
    )
    [use] = overrides([row("ldr:P", type="BI_THU", decided_by="QN")], [*RULES.caps, leaders], [])
    assert (use["cap"], use["group"]) == ("CAP-LDR", "QN/BI_THU")


def test_the_aggregates_name_no_subject_and_no_reason() -> None:
    told = aggregates(overrides([row("mem:A", reason="Lý do riêng")], RULES.caps, []))
    assert "mem:A" not in repr(told) and "Lý do riêng" not in repr(told)


def test_overrides_heard_of_before_there_was_a_table_for_them_are_kept(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "services" / "reporting" / "migrations"))
    engine = open_engine(f"sqlite:///{tmp_path}/reporting.db")

    def upgrade(revision: str) -> None:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    upgrade(str(ScriptDirectory.from_config(config).get_revision("0004").down_revision))
    columns = "campaign, subject, level, decided_by, document, cap_override"
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO rulebooks (rulebook, caps) VALUES ('R', '[]')"))
        connection.execute(
            text(
                f"INSERT INTO ratings ({columns}) VALUES ('C', 'mem:A', 'HTXSNV', 'QN-01', '1-QĐ', '88-TB'), "
                "('C', 'mem:B', 'HTTNV', 'QN-01', '1-QĐ', NULL)"
            )
        )
    upgrade("0004")
    with engine.connect() as connection:
        kept = connection.execute(text(f"SELECT {columns}, number FROM overrides")).all()
        exclusions = connection.execute(text("SELECT exclusions FROM rulebooks")).scalar_one()
    assert [tuple(it) for it in kept] == [("C", "mem:A", "HTXSNV", "QN-01", "1-QĐ", "88-TB", None)]
    assert "MOI_KET_NAP_DUOI_6_THANG" in exclusions
