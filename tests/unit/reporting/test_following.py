"""Plans, points of prompts, the course of dossiers, and remedies: told, listed, counted, each with its evidence."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from shared.contracts.vocabulary import DOSSIER_STATES
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, Folder
from tests.unit.reporting.outline import outline
from tests.unit.reporting.paths import CAMPAIGN, page
from tests.unit.reporting.speaking import NO_TEXT

AT = "2021-03-01T02:00:00.000000Z"
HELPED, DONE, LATE = "mem:DV000021", "mem:DV000022", "mem:DV000023"
"""Whoever is helped in this world, whatever level they have."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The sample, with what a folder does not hold: plans, judgements, dossiers that go on, remedies."""
    bench = Bench(tmp_path_factory.mktemp("followed"))
    folder = bench.hear_folder(FOLDERS[0])

    def say(type_: str, campaign: str = "BD-2020", schema: int = 1, **data: Any) -> None:
        bench.hear([bench.speaker.say("reviews", type_, campaign=campaign, schema=schema, **data)])

    say("PlanAdopted", organization="QN", document="12-KH/TU", adopted_on="2020-11-10", levels=[])
    say("PlanAdopted", organization="QN", document="15-KH/TU", adopted_on="2020-11-20", levels=[])
    say("PlanAdopted", organization="QN-01", document="1-KH/ĐU", adopted_on="2020-11-25", levels=[])
    summary = {"document": "3-BC/TU", "held_on": "2020-12-20", "text_sha256": NO_TEXT}
    say("InterimSummaryRecorded", organization="QN", **summary)
    point = {"prompt": "GY0001", "point": 1, "subject": "col:TT-TS"}
    say("AnswerJudged", judgement="insufficient", judged_by="TU", judged_at=AT, remarks_sha256=NO_TEXT, **point)
    say("PromptAnswered", content_sha256=None, answered_at=AT, **point)
    say("AnswerJudged", judgement="accepted", judged_by="TU", judged_at=AT, remarks_sha256=None, **point)
    for subject, step in zip(forwarded(folder), ("accepted", "returned", "recalled"), strict=False):
        of_it = {"subject": subject, "forwarding": 1}
        if step != "recalled":
            say("DossierReceived", received_by="TU", received_at=AT, **of_it)
        remarks = {} if step == "accepted" else {"remarks_sha256": NO_TEXT}
        say(f"Dossier{step.title()}", **{f"{step}_by": "TU", f"{step}_at": AT}, **remarks, **of_it)
    say("NothingToReportConfirmed", subject="org:QN", confirmed_by="QN", confirmed_at=AT)
    facts = {name: str(value) for name, value in folder.campaign.items() if name not in ("code", "year")}
    facts |= {"reference_date": "2019-12-31", "dossier_deadline": bench_deadline()}
    say("CampaignOpened", "BD-2019", year=2019, **facts)
    remedy = {"weakness_sha256": NO_TEXT, "responsible": "QN-01", "document": "5-TB/ĐU"}
    for code, subject, due_on in (
        ("KP1", HELPED, "2021-06-30"),
        ("KP2", DONE, "2021-02-01"),
        ("KP3", LATE, "2021-02-01"),
    ):
        say("RemedyAssigned", code=code, subject=subject, due_on=due_on, **remedy)
    say("RemedyAssigned", "BD-2019", code="KP1", subject=HELPED, due_on="2020-06-30", **remedy)
    reported = {"reported_by": "QN-01", "reported_at": AT, "report_sha256": NO_TEXT}
    say("RemedyReported", code="KP2", subject=DONE, outcome="done", **reported)
    return bench


def bench_deadline() -> Any:
    return {"date": "2020-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"}


def forwarded(folder: Folder) -> list[str]:
    """Three subjects whose dossiers are with the board."""
    refused = {refusal["subject"] for refusal in folder.expected["refused_dossiers"]}
    return [row["subject"] for row in folder.rows("dossiers") if row["subject"] not in refused][:3]


def get(bench: Bench, path: str, **asking: Any) -> Any:
    answer = bench.get(f"{CAMPAIGN}/{path}", **asking)
    assert answer.status_code == 200, answer.text
    return answer.json


def behind(bench: Bench, figure: str) -> set[str]:
    """What the figure counts, held against its value."""
    evidence = get(bench, f"evidence/{figure}?limit=500")
    assert evidence["value"] == len(evidence["items"])
    assert evidence["events"] == sum(len(item["events"]) for item in evidence["items"])
    return {item["about"] for item in evidence["items"]}


def test_who_leads_others_owes_a_plan_and_the_last_one_stands(world: Bench) -> None:
    listed = {item["organization"]["organization"]: item for item in get(world, "plans?limit=500")["items"]}
    assert listed["QN"]["plan"] == {"document": "15-KH/TU", "adopted_on": "2020-11-20"}
    assert [summary["document"] for summary in listed["QN"]["summaries"]] == ["3-BC/TU"]
    assert listed["AN"]["plan"] is None and "TU" not in listed and "QN-01-C1" not in listed
    types = {item["organization"]["type"] for item in listed.values()}
    assert types == {"DB_TRUC_THUOC_TINH", "DB_CO_SO", "DB_BO_PHAN"}
    missing = get(world, "plans?state=plan_missing&limit=500")
    assert missing["total"] == len(listed) - 2
    assert behind(world, "plans/adopted") == {"org:QN", "org:QN-01"}
    assert behind(world, "plans/adopted/DB_CO_SO") == {"org:QN-01"}
    assert behind(world, "plans/summed_up") == {"org:QN"}
    assert len(behind(world, "plans/missing")) == missing["total"]


def test_a_judged_point_is_what_the_last_word_says_of_the_last_answer(world: Bench) -> None:
    assert behind(world, "points/accepted") == {"point:GY0001/1"}
    assert behind(world, "points/insufficient") == set()
    states = ("open", "waiting", "accepted", "insufficient")
    assert sum(len(behind(world, f"points/{state}")) for state in states) == len(behind(world, "points/issued"))
    [prompt] = [item for item in get(world, "prompts?limit=500")["items"] if item["code"] == "GY0001"]
    assert prompt["points"] == {"open": 0, "waiting": 0, "accepted": 1, "insufficient": 0}
    assert prompt["issued_by_name"] == "Đảng bộ tỉnh Bình Định"
    mine = get(world, "prompts?issued_by=TU&limit=500")["items"]
    assert {item["issued_by"] for item in mine} == {"TU"}


def test_a_dossier_is_in_one_place_and_the_places_add_up(world: Bench) -> None:
    overview = get(world, "overview")
    states, dossiers = overview["dossier_states"], overview["dossiers"]
    assert (states["accepted"], states["returned"], states["recalled"]) == (1, 1, 1)
    assert states.keys() <= DOSSIER_STATES.keys()
    assert dossiers["expected"] == dossiers["missing"] + dossiers["on_time"] + dossiers["late"] == sum(states.values())
    for state, count in states.items():
        assert len(behind(world, f"dossier_states/{state}")) == count
    assert behind(world, "nothing_to_report") == {"org:QN"}
    [returned] = behind(world, "dossier_states/returned")
    shown = outline(page(world, f"{CAMPAIGN}/pages/subjects/{quote(returned)}")).text
    assert "Trả lại" in shown and "01/03/2021 09:00" in shown


def test_a_refused_forwarding_shows_its_event_with_every_fault(world: Bench) -> None:
    refused = Folder(FOLDERS[0]).expected["refused_dossiers"]
    assert len(behind(world, "refused_dossiers")) == len({fault["row"] for fault in refused})
    items = get(world, "evidence/refused_dossiers?limit=500")["items"]
    for item in items:
        [event] = item["events"]
        assert (event["type"], event["facts"]["faults"]) == ("DossierRefused", item["facts"]["faults"])
        mine = [fault["reason"] for fault in refused if fault["row"] == item["facts"]["row"]]
        assert sorted(fault["reason"] for fault in item["facts"]["faults"]) == sorted(mine)


def test_a_remedy_is_open_overdue_or_done_by_the_servers_day(world: Bench) -> None:
    remedies = {item["code"]: item for item in get(world, "remedies")["items"]}
    assert {code: item["overdue"] for code, item in remedies.items()} == {"KP1": False, "KP2": False, "KP3": True}
    assert (remedies["KP2"]["outcome"], remedies["KP2"]["responsible_name"]) == ("done", "Đảng bộ phường Lê Lợi")
    assert behind(world, "remedies/open") == {"remedy:KP1", "remedy:KP3"}
    assert behind(world, "remedies/overdue") == {"remedy:KP3"} and behind(world, "remedies/done") == {"remedy:KP2"}
    assert behind(world, "helped") == {HELPED, DONE, LATE}
    assert HELPED not in behind(world, "needs_help")


def test_last_years_remedies_are_shown_in_this_year(world: Bench) -> None:
    [earlier] = get(world, "remedies?before=true")["items"]
    assert (earlier["campaign"], earlier["subject"]["subject"], earlier["overdue"]) == ("BD-2019", HELPED, True)
    assert behind(world, "remedies_before/open") == {"remedy:KP1"}
    assert "30/06/2020" in outline(page(world, f"{CAMPAIGN}/pages/help?before=true")).text


def test_progress_adds_up_over_the_units_and_is_what_the_other_figures_say(world: Bench) -> None:
    course, overview = get(world, "progress"), get(world, "overview")
    for name, count in course["whole"].items():
        assert count == sum(unit[name] for unit in course["units"].values()), name
    whole = course["whole"]
    assert (whole["plans"], whole["summed_up"]) == (2, 1)
    assert (whole["prompts_answered"], whole["prompts_issued"]) == (
        overview["prompts"]["answered"],
        overview["prompts"]["issued"],
    )
    assert whole["rated"] == sum(count["total"] - count["not_rated"] for count in overview["ratings"].values())
    assert whole["dossiers_owed"] == overview["dossiers"]["expected"]
    assert sum(level["plans_owed"] for level in course["levels"].values()) == whole["plans_owed"]


def test_who_sees_one_unit_sees_its_plans_and_remedies_alone(world: Bench) -> None:
    asking = {"role": "unit_officer", "organization": "AN"}
    assert get(world, "remedies", **asking)["items"] == []
    plans = get(world, "plans?limit=500", **asking)["items"]
    assert {item["organization"]["unit"] for item in plans} == {"AN"}
    assert get(world, "progress", **asking)["units"].keys() == {"AN"}
    assert world.get(f"{CAMPAIGN}/evidence/ratings/mem/total?unit=QN", **asking).status_code == 404
    assert world.get(f"{CAMPAIGN}/plans", role="central_reader").status_code == 403
    theirs = f"{CAMPAIGN}/evidence/caps/CAP-MEMBER/QN-01/excellent"
    assert world.get(theirs).status_code == 200 and world.get(theirs, **asking).status_code == 404


def test_a_units_few_leaders_of_one_group_are_no_number_for_who_sees_sums_alone(world: Bench) -> None:
    figure = f"{CAMPAIGN}/evidence/ratings/ldr/total/BI_THU_CAP_HUYEN"
    assert world.get(figure, role="central_reader").json["value"] > 1
    assert world.get(f"{figure}?unit=QN", role="central_reader").status_code == 404
    assert world.get(f"{figure}?unit=QN").json["value"] == 1


def test_who_acted_is_told_to_boards_alone_and_for_whom_to_all_who_see_subjects(world: Bench) -> None:
    for role, told in (("board_officer", "importer"), ("unit_officer", None), ("importer", None)):
        [event] = get(world, "evidence/plans/summed_up", role=role)["items"][0]["events"]
        assert (event["actor"], event["source"], event["facts"]) == (
            told,
            "/binh-dinh/reviews",
            {"document": "3-BC/TU"},
        )
