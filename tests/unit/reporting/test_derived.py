"""Derived levels beside assigned ones: what was heard, and for whom it is listed."""

from __future__ import annotations

from typing import Any

import pytest

from services.reporting.domain.derived import DerivedTally
from services.reporting.domain.levels import LEVELS
from shared.messaging import Envelope
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, Folder

CAMPAIGN = "/reporting/campaigns/BD-2020"
CONDITIONS: dict[str, Any] = {"failed": {}, "forced": [], "unknown": ["ORG-XS-5"], "ceilings": []}


def figures(bench: Bench, query: str = "", **asking: Any) -> Any:
    return bench.json(f"{CAMPAIGN}/figures{query}", **asking)


def proposed(bench: Bench, subject: str, level: str | None) -> Envelope:
    return bench.speaker.say("ratings", "LevelProposed", campaign="BD-2020", subject=subject, level=level, **CONDITIONS)


def test_only_a_level_that_differs_from_an_assigned_one_is_listed() -> None:
    tally = DerivedTally()
    for subject, assigned, derived in (
        ("mem:A", "HTTNV", "HTTNV"),
        ("mem:B", "HTTNV", "HTNV"),
        ("mem:C", None, "HTNV"),
        ("mem:D", "HTTNV", "none"),
        ("mem:E", "HTTNV", None),
    ):
        tally.add(subject, assigned, derived)
    assert tally.differing == ["mem:B"]
    assert tally.counts["mem"] == {"HTXSNV": 0, "HTTNV": 1, "HTNV": 2, "KHTNV": 0, "none": 1}


@pytest.fixture
def heard(bench: Bench) -> Bench:
    bench.hear_folder(FOLDERS[1])
    return bench


def test_a_later_proposal_replaces_the_earlier(heard: Bench) -> None:
    before = figures(heard)
    [subject] = [code for code in before["derived_by_subject"] if code == "org:QN"]
    was = before["derived_by_subject"][subject]["level"]
    heard.hear([proposed(heard, subject, "KHTNV" if was != "KHTNV" else "HTNV")])
    after = figures(heard)
    assert after["derived"]["org"][was] == before["derived"]["org"][was] - 1
    assert subject in after["derived_differs"] or subject in before["derived_differs"]
    assert after["derived_by_subject"][subject]["unknown"] == ["ORG-XS-5"]
    heard.hear([proposed(heard, subject, None)])
    assert subject not in figures(heard)["derived_by_subject"]
    assert figures(heard)["derived"]["org"]["none"] == before["derived"]["org"]["none"] + 1


def test_whoever_is_no_subject_any_more_is_not_counted(heard: Bench) -> None:
    before = figures(heard)
    subject = next(code for code in before["derived_by_subject"] if code.startswith("ldr:"))
    ended = {"code": subject.removeprefix("ldr:"), "held_to": "2020-12-30"}
    heard.hear([heard.speaker.say("organizations", "PostEnded", **ended)])
    after = figures(heard)
    assert subject not in after["derived_by_subject"]
    assert sum(after["derived"]["ldr"].values()) == sum(before["derived"]["ldr"].values()) - 1


def test_subjects_are_listed_one_by_one_only_where_there_are_few(faulty: Bench) -> None:
    whole = figures(faulty)
    subjects = sum(count["total"] for count in whole["ratings"].values())
    assert "derived_by_subject" in figures(faulty, f"?details={subjects}")
    without = figures(faulty, f"?details={subjects - 1}")
    assert whole.keys() - without.keys() == {"derived_by_subject"}
    assert without["derived"] == whole["derived"]
    assert faulty.get(f"{CAMPAIGN}/figures?details=3001").status_code == 422


def test_a_unit_officer_sees_the_derived_levels_of_the_own_unit_alone(faulty: Bench) -> None:
    own = figures(faulty, role="unit_officer", organization="QN")
    whole = figures(faulty)
    units = [faulty.json(f"{CAMPAIGN}/units/{unit}") for unit in whole["by_unit"]]
    for kind in ("org", "col", "mem", "ldr"):
        for level in (*LEVELS, "none"):
            assert sum(unit["derived"][kind][level] for unit in units) == whole["derived"][kind][level]
    members = {f"mem:{row['code']}" for row in Folder(FOLDERS[0]).rows("people") if row["cell"].startswith("QN-")}
    assert {code for code in own["derived_by_subject"] if code.startswith("mem:")} <= members
    assert set(own["derived_differs"]) < set(whole["derived_differs"])


def test_the_page_shows_how_many_derived_levels_there_are(faulty: Bench) -> None:
    text = faulty.get(CAMPAIGN).text
    assert "Mức do quy định suy ra" in text
    assert "Level derived by the rules" in faulty.get(f"{CAMPAIGN}?lang=en").text
