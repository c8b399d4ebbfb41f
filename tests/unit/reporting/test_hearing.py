"""From what the other services say to the figures, through the service's own tables."""

from __future__ import annotations

from typing import Any

import pytest

from services.reporting import counting
from services.reporting.queries import heads_of, parked_events
from shared.messaging import Envelope
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, RULEBOOK, Folder
from tests.unit.reporting.speaking import NO_TEXT

CAMPAIGN = "/reporting/campaigns/BD-2020"
KEYS = sorted(Folder(FOLDERS[0]).expected)
AT = "2021-01-20T02:00:00.000000Z"


def figures(bench: Bench, **asking: Any) -> Any:
    answer = bench.get(f"{CAMPAIGN}/figures", **asking)
    assert answer.status_code == 200, answer.text
    return answer.json


def of_campaign(bench: Bench, service: str, type_: str, **facts: Any) -> Envelope:
    return bench.speaker.say(service, type_, campaign="BD-2020", **facts)


@pytest.fixture
def small(bench: Bench) -> Bench:
    """A province with one unit, one collective that its Standing Committee manages, and a campaign."""
    say = bench.speaker.say
    types = {"TU": "DB_TINH", "QN": "DB_TRUC_THUOC_TINH"}
    bench.hear(
        [
            *(
                say(
                    "organizations",
                    "OrganizationRegistered",
                    code=code,
                    name=code,
                    type=type_,
                    parent=None if code == "TU" else "TU",
                    founded_on=None,
                )
                for code, type_ in types.items()
            ),
            say(
                "organizations",
                "CollectiveRegistered",
                code="TT-QN",
                name="Thành ủy",
                type="TT_CAP_UY",
                organization="QN",
                management_level="TINH",
                founded_on=None,
            ),
            of_campaign(
                bench,
                "reviews",
                "CampaignOpened",
                title="Kiểm điểm năm 2020",
                rulebook="R",
                year=2020,
                document="04-CV/TU",
                opened_on="2020-10-30",
                dossier_deadline={"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
                province="TU",
                dossiers_to="Ban Tổ chức Tỉnh ủy",
                reference_date="2020-12-31",
            ),
            say("ratings", "RulebookPublished", rulebook="R", content_sha256=NO_TEXT, content=RULEBOOK),
        ]
    )
    return bench


def forwarded(bench: Bench, on_time: bool) -> Envelope:
    return of_campaign(
        bench,
        "reviews",
        "DossierForwarded",
        subject="col:TT-QN",
        forwarded_by="QN",
        forwarded_at=AT,
        documents=[],
        on_time=on_time,
        deadline=AT,
    )


def refused(bench: Bench) -> Envelope:
    faults = [{"subject": "col:TT-QN", "reason": "not_reviewed"}]
    return of_campaign(
        bench,
        "ratings",
        "DecisionRefused",
        document="1-QĐ/TU",
        decided_by="TU",
        decided_at=AT,
        act="decision",
        faults=faults,
    )


@pytest.mark.parametrize("key", KEYS)
def test_a_province_that_was_heard_of_has_the_expected_figures(province: tuple[Bench, str], key: str) -> None:
    bench, name = province
    assert figures(bench)[key] == Folder(name).expected[key]


def test_hearing_everything_twice_changes_nothing(small: Bench) -> None:
    event = forwarded(small, on_time=True)
    small.hear([event])
    before = figures(small)
    small.hear([event])
    assert figures(small) == before


def test_the_first_accepted_forwarding_decides_on_time_or_late(small: Bench) -> None:
    small.hear([forwarded(small, on_time=False), forwarded(small, on_time=True)])
    assert figures(small)["dossiers"]["by_unit"]["QN"] == {"expected": 1, "late": 1, "missing": 0, "on_time": 0}


def test_what_becomes_of_a_dossier_after_its_first_forwarding_changes_no_figure(small: Bench) -> None:
    small.hear([forwarded(small, on_time=True)])
    before = figures(small)
    about = {"subject": "col:TT-QN", "forwarding": 1}
    for type_, verb, more in (
        ("DossierReceived", "received", {}),
        ("DossierReturned", "returned", {"remarks_sha256": NO_TEXT}),
        ("DossierRecalled", "recalled", {"remarks_sha256": NO_TEXT}),
        ("DossierAccepted", "accepted", {}),
    ):
        small.hear([of_campaign(small, "reviews", type_, **about, **{f"{verb}_by": "TU", f"{verb}_at": AT}, **more)])
        small.hear([forwarded(small, on_time=False)])
        assert figures(small) == before


def test_a_returned_review_counts_again_once_it_is_supplemented(small: Bench) -> None:
    prompted = of_campaign(
        small,
        "reviews",
        "PromptIssued",
        code="GY1",
        subject="col:TT-QN",
        issued_by="TU",
        document="1-CV/TU",
        issued_on="2020-11-17",
        text_sha256=NO_TEXT,
    )
    submitted = of_campaign(
        small,
        "reviews",
        "ReviewSubmitted",
        subject="col:TT-QN",
        form="01",
        held_on=None,
        submitted_at=AT,
        answered_prompts=["GY1"],
        content_sha256=None,
    )
    returned = of_campaign(
        small,
        "reviews",
        "ReviewReturned",
        subject="col:TT-QN",
        returned_by="TU",
        returned_at=AT,
        remarks_sha256=NO_TEXT,
    )
    supplemented = of_campaign(
        small,
        "reviews",
        "ReviewSupplemented",
        subject="col:TT-QN",
        supplemented_at=AT,
        answered_prompts=[],
        content_sha256=NO_TEXT,
    )
    seen = []
    for event in (prompted, submitted, returned, supplemented):
        small.hear([event])
        now = figures(small)
        seen.append((now["reviews"]["reviewed"]["collectives"], now["prompts"]["answered"]))
    assert seen == [(0, 0), (1, 1), (0, 0), (1, 1)]


def test_a_prompt_by_points_is_one_prompt(small: Bench) -> None:
    points = [{"point": point, "text_sha256": NO_TEXT} for point in (1, 2)]
    letter = {"issued_by": "TU", "document": "1-CV/TU", "issued_on": "2020-11-17", "points": points}
    small.hear([of_campaign(small, "reviews", "PromptIssued", schema=2, code="GY1", subject="col:TT-QN", **letter)])
    assert figures(small)["prompts"]["issued"] == 1


def test_a_document_that_was_accepted_after_all_is_not_listed_as_refused(small: Bench) -> None:
    small.hear([refused(small)])
    assert figures(small)["refused_documents"].keys() == {"TU 1-QĐ/TU"}
    small.hear(
        [
            of_campaign(
                small,
                "ratings",
                "DecisionIssued",
                document="1-QĐ/TU",
                decided_by="TU",
                decided_at=AT,
                act="decision",
                ratings=1,
            )
        ]
    )
    assert figures(small)["refused_documents"] == {}
    assert figures(small)["accepted_documents"] == 1


def test_after_a_revision_the_newest_level_counts_with_its_override(small: Bench) -> None:
    decided = {"subject": "col:TT-QN", "decided_by": "TU", "decided_at": AT, "proposed": None, "reason": "Khiếu nại"}
    first = {"level": "HTTNV", "document": "1-QĐ/TU", "cap_override": None}
    revised = {"level": "HTXSNV", "document": "2-QĐ/TU", "cap_override": "88-TB/TU"}
    seen = []
    for event in (
        of_campaign(small, "ratings", "RatingAssigned", **decided, **first),
        of_campaign(
            small, "ratings", "RatingRevised", **decided, **revised, previous_level="HTTNV", cause="correction"
        ),
    ):
        small.hear([event])
        now = figures(small)
        count = now["ratings"]["col"]
        seen.append((count["HTTNV"], count["HTXSNV"], [over["override"] for over in now["over_cap"]]))
    assert seen == [(1, 0, []), (0, 1, ["88-TB/TU"])]


def test_without_the_rulebook_there_are_no_figures_but_a_reason(small: Bench) -> None:
    opened = of_campaign(small, "reviews", "CampaignOpened", **{**_facts(small), "rulebook": "another"})
    small.hear([opened])
    answer: Any = small.get(f"{CAMPAIGN}/figures")
    assert (answer.status_code, answer.json["code"]) == (503, "rulebook_not_heard")


def test_a_rulebook_whose_caps_cannot_be_counted_is_set_aside_when_it_is_heard(small: Bench) -> None:
    strange = {**RULEBOOK, "caps": [{**RULEBOOK["caps"][0], "rounding": "up"}]}
    event = small.speaker.say("ratings", "RulebookPublished", rulebook="S", content_sha256=NO_TEXT, content=strange)
    small.hear([event])
    assert small.ask(lambda read: parked_events(read, [event.source])) == 1


def test_the_head_of_a_source_is_its_newest_event_whether_it_counts_or_not(small: Bench) -> None:
    counted = refused(small)
    passed = of_campaign(
        small, "ratings", "CivilRatingRecorded", person="DV1", level="HTNV", decided_on=None, document=None
    )
    small.hear([counted])
    small.hear([passed])
    small.hearing.save()
    head = small.ask(heads_of)[passed.source]
    assert (head.number, head.hash) == (passed.number, passed.hash)
    assert head.number == small.subscription.heard("ratings") == counted.number + 1


def test_an_event_that_is_heard_again_late_does_not_become_the_head(small: Bench) -> None:
    older, newer = refused(small), refused(small)
    small.hear([older, newer])
    small.hear([older])
    assert small.ask(heads_of)[newer.source].hash == newer.hash


def _facts(bench: Bench) -> dict[str, Any]:
    [campaign] = bench.json("/reporting/campaigns")["items"]
    return {name: value for name, value in campaign.items() if name != "campaign"}


def test_members_read_in_slices_are_each_counted_once(faulty: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = figures(faulty)
    monkeypatch.setattr(counting, "SLICE", 7)
    assert figures(faulty) == whole
