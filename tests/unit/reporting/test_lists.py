"""Lists out of the roster over HTTP: who is on them, in which order, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from services.reporting.domain.levels import LEVELS, is_better
from services.reporting.domain.vietnamese import name_key, sort_key
from services.reporting.readmodel import roster
from services.reporting.roster import memory
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, Folder
from tests.unit.reporting.speaking import NO_TEXT

CAMPAIGN = "/reporting/campaigns/BD-2020"
PEOPLE = {f"mem:{row['code']}": row["full_name"] for row in Folder(FOLDERS[0]).rows("people")}


def pages(bench: Bench, path: str, asking: dict[str, Any], **query: Any) -> Iterator[dict[str, Any]]:
    """A list page by page, to its end."""
    while True:
        page = bench.json(f"{CAMPAIGN}/{path}?{urlencode(query)}", **asking)
        yield page
        if page["next"] is None:
            return
        query["cursor"] = page["next"]


def listed(bench: Bench, path: str = "subjects", asking: dict[str, Any] | None = None, **query: Any) -> list[Any]:
    return [item for page in pages(bench, path, asking or {}, limit=500, **query) for item in page["items"]]


def codes(items: list[Any]) -> list[str]:
    return [item["subject"] for item in items]


@pytest.mark.parametrize("kind", ["org", "col", "mem", "ldr"])
def test_a_list_has_every_subject_of_its_kind_once_however_long_its_pages_are(faulty: Bench, kind: str) -> None:
    whole = codes(listed(faulty, kind=kind))
    assert len(set(whole)) == len(whole) == faulty.json(f"{CAMPAIGN}/figures")["ratings"][kind]["total"]
    short = [code for page in pages(faulty, "subjects", {}, kind=kind, limit=37) for code in codes(page["items"])]
    assert short == whole


def test_people_are_sorted_by_given_name_and_other_subjects_by_name(faulty: Bench) -> None:
    members = [item["name"] for item in listed(faulty, kind="mem")]
    assert members == sorted(members, key=name_key)
    assert all(name_key(one) <= name_key(other) for one, other in pairwise(members))
    by_family = [item["name"] for item in listed(faulty, kind="mem", sort="family")]
    assert by_family == sorted(by_family, key=sort_key) != members
    organizations = [item["name"] for item in listed(faulty, kind="org")]
    assert organizations == sorted(organizations, key=sort_key)


def test_lists_are_sorted_by_code_and_by_unit_too(faulty: Bench) -> None:
    by_code = codes(listed(faulty, sort="code"))
    assert by_code == sorted(by_code)
    by_unit = [(item["unit"], name_key(item["name"])) for item in listed(faulty, sort="unit")]
    assert by_unit == sorted(by_unit)


def test_the_first_page_says_how_long_the_list_is(faulty: Bench) -> None:
    first, second, *_ = pages(faulty, "subjects", {}, limit=100, level="HTXSNV")
    assert first["total"] == faulty.json(f"{CAMPAIGN}/figures")["ratings"]["mem"]["HTXSNV"]
    assert second["total"] is None


@pytest.mark.parametrize("asked", ["nguyen duc", "Nguyễn Đức", "NGUYEN DUC", "đức nguyễn"])
def test_people_are_found_with_and_without_marks(faulty: Bench, asked: str) -> None:
    found = listed(faulty, search=asked)
    assert found
    for item in found:
        words = item["name"].split()
        assert "Nguyễn" in words and any(word in ("Đức", "Dức", "Dục") for word in words)


def test_a_person_is_found_by_code_and_a_leader_by_name_post_and_code(faulty: Bench) -> None:
    assert codes(listed(faulty, search="DV000936")) == ["mem:DV000936"]
    [leader] = listed(faulty, kind="ldr", search="CV00007")
    for asked in (leader["name"], f"{leader['post']} {leader['name']}"):
        assert leader["subject"] in codes(listed(faulty, kind="ldr", search=asked))


def test_filters_narrow_a_list_and_may_be_combined(faulty: Bench) -> None:
    whole = {item["subject"]: item for item in listed(faulty)}
    for level in (*LEVELS, "not_rated"):
        expected = {code for code, item in whole.items() if (item["level"] or "not_rated") == level}
        assert set(codes(listed(faulty, level=level))) == expected
    own = listed(faulty, unit="QN", level="HTTNV", search="nguyen")
    assert own and all(item["unit"] == "QN" and item["level"] == "HTTNV" for item in own)
    assert listed(faulty, unit="no-such-unit") == []


def test_states_are_what_they_say(faulty: Bench) -> None:
    figures = faulty.json(f"{CAMPAIGN}/figures")
    not_reviewed = listed(faulty, state="not_reviewed")
    assert len(not_reviewed) == figures["reviews"]["not_reviewed"]["members"]
    assert all(item["must_review"] and not item["reviewed"] for item in not_reviewed)
    above = listed(faulty, kind="ldr", state="above_collective")
    assert sorted(codes(above)) == figures["head_above_collective"]
    levels = {item["subject"]: item["level"] for item in listed(faulty, kind="col")}
    assert all(is_better(item["level"], levels[f"col:{item['collective']}"]) for item in above)
    differing = [
        code for kind in ("org", "col", "mem", "ldr") for code in codes(listed(faulty, kind=kind, state="differs"))
    ]
    assert sorted(differing) == figures["derived_differs"]
    for state in ("missing", "late", "on_time"):
        dossiers = [listed(faulty, kind=kind, state=f"dossier_{state}") for kind in ("col", "ldr")]
        assert sum(map(len, dossiers)) == figures["dossiers"][state]
    assert listed(faulty, kind="mem", state="dossier_missing") == []


def test_whoever_is_left_out_is_listed_by_reason(faulty: Bench) -> None:
    reasons = faulty.json(f"{CAMPAIGN}/figures")["members_not_rated"]
    assert len(listed(faulty, state="undecided")) == reasons.pop("undecided")
    for reason, members in reasons.items():
        assert len(listed(faulty, reason=reason)) == members
    assert len(listed(faulty, state="left_out")) == sum(reasons.values())


def test_who_may_see_no_names_gets_none_and_can_neither_sort_nor_search_by_them(faulty: Bench) -> None:
    importer = {"role": "importer"}
    seen = listed(faulty, asking=importer)
    assert codes(seen) == sorted(codes(seen))
    assert not any(item["name"] or item["post"] for item in seen)
    assert listed(faulty, asking=importer, sort="family")[:5] == seen[:5]
    assert listed(faulty, asking=importer, search="nguyen") == []
    assert codes(listed(faulty, asking=importer, search="dv000936")) == ["mem:DV000936"]
    leaders = listed(faulty, asking=importer, kind="ldr")
    assert not any(item["name"] or item["post"] for item in leaders) and all(
        item["collective_name"] for item in leaders
    )
    assert all(item["name"] for item in listed(faulty, asking=importer, kind="org"))


@pytest.mark.parametrize("path", ["subjects", "subjects/mem:DV000001", "prompts"])
@pytest.mark.parametrize("role", ["central_reader", "member", "operator", "subscriber"])
def test_lists_of_single_subjects_are_for_officers_and_importers(faulty: Bench, path: str, role: str) -> None:
    assert faulty.get(f"{CAMPAIGN}/{path}", role=role).status_code == 403


def test_a_unit_officer_has_the_own_unit_alone(faulty: Bench) -> None:
    own = {"role": "unit_officer", "organization": "QN"}
    members = codes(listed(faulty, asking=own))
    assert set(members) == {item["subject"] for item in listed(faulty) if item["unit"] == "QN"}
    assert listed(faulty, asking=own, unit="AN") == []
    [stranger, *_] = codes(listed(faulty, unit="AN"))
    assert faulty.get(f"{CAMPAIGN}/subjects/{stranger}", **own).status_code == 404
    assert faulty.get(f"{CAMPAIGN}/subjects/{members[0]}", **own).status_code == 200
    cell = {"role": "unit_officer", "organization": "QN-01-C1"}
    assert {item["organization"] for item in listed(faulty, asking=cell)} == {"QN-01-C1"}


def test_prompts_are_listed_with_their_subjects(faulty: Bench) -> None:
    prompts = faulty.json(f"{CAMPAIGN}/figures")["prompts"]
    for state, number in (("answered", prompts["answered"]), ("unanswered", prompts["unanswered"])):
        assert len(listed(faulty, "prompts", state=state)) == number
    assert [item["code"] for item in listed(faulty, "prompts")] == [
        row["code"] for row in Folder(FOLDERS[0]).rows("prompts")
    ]
    own = listed(faulty, "prompts", asking={"role": "unit_officer", "organization": "VT"})
    assert own and all(item["subject"]["unit"] == "VT" for item in own)


def test_cap_groups_are_listed_by_cap_with_what_is_missing(faulty: Bench) -> None:
    over = listed(faulty, "cap-groups", only="over")
    figures = faulty.json(f"{CAMPAIGN}/figures")
    assert [(group["cap"], group["group"]) for group in over] == [
        (group["cap"], group["group"]) for group in figures["over_cap"]
    ]
    parts = [listed(faulty, "cap-groups", only=only) for only in ("over", "full", "room")]
    assert sum(map(len, parts)) == len(listed(faulty, "cap-groups"))
    assert all(group["body_name"] for group in over)
    reader = {"role": "central_reader"}
    assert listed(faulty, "cap-groups", asking=reader) == listed(faulty, "cap-groups")
    assert {group["group"] for group in listed(faulty, "cap-groups", unit="QN")} < {
        group["group"] for group in listed(faulty, "cap-groups")
    }


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("subjects", "cursor=W10"),
        ("subjects", "cursor=WzEsMl0"),
        ("subjects", "cursor=!"),
        ("prompts", "cursor=WzFd"),
        ("cap-groups", "cursor=WzFd"),
    ],
)
def test_a_cursor_that_was_not_given_is_refused(faulty: Bench, path: str, query: str) -> None:
    answer: Any = faulty.get(f"{CAMPAIGN}/{path}?{query}")
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_cursor")


def test_a_subject_is_told_in_full(faulty: Bench) -> None:
    [refused, *_] = Folder(FOLDERS[0]).expected["refused_dossiers"]
    told = faulty.json(f"{CAMPAIGN}/subjects/{refused['subject']}")
    assert {fault["reason"] for one in told["refused_dossiers"] for fault in one["faults"]} >= {refused["reason"]}
    types = [happened["type"] for happened in told["course"]]
    assert "DossierRefused" in types and "ReviewSubmitted" in types
    assert [happened["at"] for happened in told["course"]] == sorted(happened["at"] for happened in told["course"])
    decided = faulty.json(f"{CAMPAIGN}/subjects/{codes(listed(faulty, level='HTXSNV'))[0]}")
    assigned = [happened["facts"]["level"] for happened in decided["course"] if happened["type"] == "RatingAssigned"]
    assert [decided["rating"]["level"], decided["level"], *assigned] == ["HTXSNV"] * 3


def test_the_course_tells_no_finding_about_anyone(faulty: Bench) -> None:
    found = [row["subject"] for row in Folder(FOLDERS[0]).rows("facts") if row["fact"] == "disciplined_in_year"]
    for subject in found[:5]:
        answer = faulty.get(f"{CAMPAIGN}/subjects/{subject}")
        assert "disciplined" not in answer.text and "KL/UBKT" not in answer.text


def test_a_leader_shares_what_was_heard_of_the_person(bench: Bench) -> None:
    bench.hear_folder(FOLDERS[0])
    posts = {f"ldr:{row['code']}": row["person"] for row in Folder(FOLDERS[0]).rows("posts")}
    rated = {row["person"] for row in Folder(FOLDERS[0]).rows("civil_ratings")}
    subject = next(code for code in codes(listed(bench, kind="ldr")) if posts[code] in rated)
    say = bench.speaker.say
    heard = {"person": posts[subject], "level": "HTTNV", "decided_on": "2020-12-13", "document": "534/QĐ-XL"}
    bench.hear([say("ratings", "CivilRatingRecorded", campaign="BD-2020", **heard)])
    course = bench.json(f"{CAMPAIGN}/subjects/{subject}")["course"]
    assert {"PersonRegistered", "PostAssigned", "CivilRatingRecorded"} <= {happened["type"] for happened in course}


def test_sums_are_remembered_until_something_is_heard(bench: Bench) -> None:
    bench.hear_folder(FOLDERS[1])
    before = bench.json(f"{CAMPAIGN}/overview")
    assert bench.json(f"{CAMPAIGN}/overview") == before
    returned = {"subject": "mem:DV000001", "returned_by": "QN", "returned_at": "2021-01-20T02:00:00Z"}
    bench.hear([bench.speaker.say("reviews", "ReviewReturned", campaign="BD-2020", remarks_sha256=NO_TEXT, **returned)])
    after = bench.json(f"{CAMPAIGN}/overview")
    assert after["reviews"]["reviewed"]["members"] == before["reviews"]["reviewed"]["members"] - 1


def test_sums_are_never_older_than_a_minute(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.hear_folder(FOLDERS[1])
    before = bench.json(f"{CAMPAIGN}/overview")
    with bench.engine.begin() as connection:  # as a rebuild that heals the table does
        connection.execute(update(roster.entries).values(reviewed=False))
    assert bench.json(f"{CAMPAIGN}/overview") == before
    later = memory.monotonic() + memory.SECONDS + 1
    monkeypatch.setattr(memory, "monotonic", lambda: later)
    assert bench.json(f"{CAMPAIGN}/overview")["reviews"]["reviewed"]["members"] == 0


def test_no_page_repeats_or_skips_a_subject_when_others_are_heard_of_in_between(bench: Bench) -> None:
    bench.hear_folder(FOLDERS[1])
    before = set(codes(listed(bench)))
    first, *_ = pages(bench, "subjects", {}, limit=300)
    newcomer = {"code": "DV999999", "full_name": "An An", "cell": "QN-01-C1", "member_status": "active"}
    newcomer |= dict.fromkeys(("birth_date", "admitted_on", "civil_category", "sick_leave_months"))
    bench.hear([bench.speaker.say("organizations", "PersonRegistered", **newcomer)])
    rest = listed(bench, cursor=first["next"])
    assert before == {*codes(first["items"]), *codes(rest)}
    assert len(rest) + len(first["items"]) == len(before)
    assert "mem:DV999999" in codes(listed(bench))
