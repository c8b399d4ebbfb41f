from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Response

from deploy.campaign.client import Client, NoAnswer
from deploy.campaign.player import ITEMS_PER_REQUEST, Player, PlayStopped
from deploy.campaign.problems import CampaignUnreadable
from deploy.campaign.reader import Campaign
from deploy.campaign.result import PlayResult
from tests.unit.campaign.folders import BOTH, decision, header, make_folder, person
from tests.unit.campaign.province import Province, Seen, answer, running

RULEBOOK = {"pack": {"id": "vn-party-annual-review/2020"}}


@pytest.fixture
def province() -> Iterator[Province]:
    with running(Province()) as province:
        yield province


def play(folder: Path, province: Province, **options: Any) -> PlayResult:
    client = Client(province.addresses, lambda: "token", sleep=lambda seconds: None)
    return Player(Campaign.at(folder), RULEBOOK, client, **options).play()


def test_a_sample_folder_is_played_in_play_order(province: Province) -> None:
    result = play(BOTH[0], province)
    order = list(dict.fromkeys(province.paths()))
    assert order == [
        "POST /ratings/rulebooks",
        "POST /organizations/organizations",
        "POST /organizations/collectives",
        "POST /organizations/people",
        "POST /organizations/posts",
        "POST /reviews/campaigns",
        "POST /reviews/campaigns/BD-2020/opening",
        "POST /reviews/campaigns/BD-2020/prompts",
        "POST /reviews/campaigns/BD-2020/reviews",
        "POST /ratings/campaigns/BD-2020/findings",
        "POST /ratings/campaigns/BD-2020/civil-ratings",
        "POST /ratings/campaigns/BD-2020/opinions",
        "POST /ratings/campaigns/BD-2020/ballots",
        "POST /ratings/campaigns/BD-2020/decisions",
        "POST /reviews/campaigns/BD-2020/dossier-forwardings",
        "POST /ratings/campaigns/BD-2020/proposals",
        "GET /reporting/campaigns/BD-2020/figures",
    ]
    assert province.seen[0].body == {"content": RULEBOOK}
    assert province.paths().count("POST /ratings/campaigns/BD-2020/decisions") == 209
    assert result.counts["opinions"].accepted == 4705
    assert result.counts["decisions"].accepted == 2154
    assert result.refusals == []
    assert result.figures == {"ratings": {}}


def test_rows_go_in_batches_in_file_order(tmp_path: Path, province: Province) -> None:
    people = [person(code=f"DV{number:06}") for number in range(ITEMS_PER_REQUEST + 1)]
    told: list[tuple[str, int, int]] = []
    play(make_folder(tmp_path, people=people), province, progress=lambda *step: told.append(step))
    batches = [seen.body["items"] for seen in province.seen if seen.path == "/organizations/people"]
    assert [len(batch) for batch in batches] == [ITEMS_PER_REQUEST, 1]
    assert [item["code"] for batch in batches for item in batch] == [row["code"] for row in people]
    assert [step for step in told if step[0] == "people"] == [
        ("people", 0, 501),
        ("people", 500, 501),
        ("people", 501, 501),
    ]


def keys_of(province: Province) -> list[str]:
    sent = [seen for seen in province.seen if seen.method == "POST" and not seen.path.endswith("/proposals")]
    return [seen.headers["Idempotency-Key"] for seen in sent]


def test_playing_again_sends_the_same_keys(tmp_path: Path, province: Province) -> None:
    folder = make_folder(tmp_path, people=[person()], decisions=[decision("01", "mem:DV000001")])
    play(folder, province)
    first = keys_of(province)
    province.seen.clear()
    play(folder, province)
    assert keys_of(province) == first
    assert len(set(first)) == len(first)
    assert all(key.isascii() for key in first)


def test_changed_content_has_another_key(tmp_path: Path, province: Province) -> None:
    play(make_folder(tmp_path, people=[person()]), province)
    play(make_folder(tmp_path, people=[person(cell="QN-02-C1")]), province)
    keys = [key for key in keys_of(province) if key.startswith("people:2-2:")]
    assert len(set(keys)) == 2


def test_levels_are_derived_part_by_part_until_nobody_is_left(tmp_path: Path) -> None:
    following = {None: "mem:DV005000", "mem:DV005000": None}

    def derive(seen: Seen) -> Response | None:
        if not seen.path.endswith("/proposals"):
            return None
        return answer(201, {"subjects": 5000, "proposed": 1, "next": following[seen.body["after"]]})

    told: list[tuple[str, int, int]] = []
    with running(Province(reply=derive)) as province:
        play(make_folder(tmp_path), province, progress=lambda *step: told.append(step))
        asked = [seen for seen in province.seen if seen.path.endswith("/proposals")]
    assert [seen.body["after"] for seen in asked] == [None, "mem:DV005000"]
    assert all("Idempotency-Key" not in seen.headers for seen in asked)
    assert [step for step in told if step[0] == "proposals"] == [("proposals", 5000, 0), ("proposals", 10000, 10000)]


def test_a_refused_derivation_stops_the_play(tmp_path: Path) -> None:
    def refuse(seen: Seen) -> Response | None:
        return answer(404, {"code": "unknown_campaign"}) if seen.path.endswith("/proposals") else None

    with running(Province(reply=refuse)) as province, pytest.raises(PlayStopped, match="proposals"):
        play(make_folder(tmp_path), province)


def test_each_request_waits_for_what_was_written_before(tmp_path: Path, province: Province) -> None:
    folder = make_folder(tmp_path, people=[person()], decisions=[decision("01", "mem:DV000001")])
    play(folder, province)
    waits = {seen.path: seen.headers.get("Wait-For") for seen in province.seen}
    assert waits["/ratings/rulebooks"] is None
    assert waits["/organizations/people"] == "ratings:1"
    assert waits["/ratings/campaigns/BD-2020/decisions"] == "organizations:1, ratings:1, reviews:2"
    assert waits["/reporting/campaigns/BD-2020/figures"] == "organizations:1, ratings:3, reviews:2"


def test_a_decision_document_is_one_command_at_the_place_of_its_first_row(tmp_path: Path, province: Province) -> None:
    rows = [
        decision("05-QĐ/TU", "mem:DV1"),
        decision("05-QĐ/TU", "mem:DV2", decided_by="QN"),
        decision(unicodedata.normalize("NFD", "05-QĐ/TỤ"), "mem:DV3"),
        decision("05-QĐ/TU", "mem:DV4", reason="Theo đề nghị", cap_override="88-TB/TU"),
        decision("05-QĐ/TỤ", "mem:DV5"),
    ]
    play(make_folder(tmp_path, decisions=rows), province)
    bodies = [seen.body for seen in province.seen if seen.path.endswith("/decisions")]
    subjects = [(body["decided_by"], body["document"], [row["subject"] for row in body["rows"]]) for body in bodies]
    assert subjects == [
        ("TU", "05-QĐ/TU", ["mem:DV1", "mem:DV4"]),
        ("QN", "05-QĐ/TU", ["mem:DV2"]),
        ("TU", "05-QĐ/TỤ", ["mem:DV3", "mem:DV5"]),
    ]
    assert bodies[0]["decided_at"] == "2020-12-23T08:47:00+07:00"
    assert bodies[0]["rows"][1] == {
        "subject": "mem:DV4",
        "level": "HTTNV",
        "reason": "Theo đề nghị",
        "cap_override": "88-TB/TU",
    }


def test_a_dossier_says_its_row(tmp_path: Path, province: Province) -> None:
    dossier = dict.fromkeys(header("dossiers"), "") | {
        "subject": "ldr:CV1",
        "forwarded_at": "2021-01-18T17:00:42+07:00",
    }
    play(make_folder(tmp_path, dossiers=[dossier]), province)
    (seen,) = (seen for seen in province.seen if seen.path.endswith("/dossier-forwardings"))
    assert seen.body["items"] == [
        {
            "subject": "ldr:CV1",
            "forwarded_by": None,
            "forwarded_at": "2021-01-18T17:00:42+07:00",
            "documents": [],
            "row": 2,
        }
    ]


def test_refusals_are_collected_with_their_rows_and_the_play_goes_on(tmp_path: Path, province: Province) -> None:
    def reply(seen: Seen) -> Response | None:
        if seen.path == "/organizations/people":
            problem = {"code": "unknown_cell", "detail": "Không có chi bộ C9.", "way_out": "Sửa mã chi bộ."}
            return answer(207, {"outcomes": [{"status": 201}, {"status": 422, "problem": problem}]})
        if seen.path.endswith("/decisions"):
            errors = [{"pointer": "/rows/1/subject", "value": "mem:DV2", "detail": "…"}]
            return answer(422, {"code": "decision_refused", "detail": "Quyết định bị từ chối.", "errors": errors})
        return None

    province.reply = reply
    decisions = [decision("01", "mem:DV1"), decision("02", "mem:DV9", decided_by="QN"), decision("01", "mem:DV2")]
    result = play(make_folder(tmp_path, people=[person(), person(cell="C9")], decisions=decisions[::2]), province)
    assert [(refusal.sheet, refusal.rows, refusal.code, refusal.detail) for refusal in result.refusals] == [
        ("people", (3,), "unknown_cell", "Không có chi bộ C9."),
        ("decisions", (3,), "decision_refused", "Quyết định bị từ chối."),
    ]
    assert result.as_json()["counts"]["people"] == {"sent": 2, "accepted": 1, "refused": 1}
    assert result.as_json()["counts"]["decisions"] == {"sent": 2, "accepted": 0, "refused": 2}
    assert province.paths()[-1] == "GET /reporting/campaigns/BD-2020/figures"


def test_nothing_is_sent_of_a_folder_with_faults(tmp_path: Path, province: Province) -> None:
    with pytest.raises(CampaignUnreadable):
        play(make_folder(tmp_path, people=[person(birth_date="?")]), province)
    assert province.seen == []


@pytest.mark.parametrize(
    ("path", "status", "sheet"),
    [
        ("/ratings/rulebooks", 422, "rulebook"),
        ("/organizations/people", 403, "people"),
        ("/organizations/people", 200, "people"),
        ("/reviews/campaigns", 409, "campaign"),
        ("/reviews/campaigns/BD-2020/opening", 422, "campaign"),
        ("/ratings/campaigns/BD-2020/decisions", 403, "decisions"),
        ("/reporting/campaigns/BD-2020/figures", 404, "figures"),
    ],
)
def test_a_request_that_is_refused_as_such_stops_the_play(
    tmp_path: Path, province: Province, path: str, status: int, sheet: str
) -> None:
    province.reply = lambda seen: answer(status, {"code": "no", "detail": "Không."}) if seen.path == path else None
    with pytest.raises(PlayStopped) as stopped:
        play(make_folder(tmp_path, people=[person()], decisions=[decision("01", "mem:DV1")]), province)
    assert stopped.value.sheet == sheet
    assert stopped.value.say("vi").endswith(f"dừng lại, HTTP {status} no Không.")
    assert province.seen[-1].path == path


def test_a_service_that_stays_away_stops_the_play(tmp_path: Path, province: Province) -> None:
    province.reply = lambda seen: answer(503, {}) if seen.path == "/reviews/campaigns" else None
    client = Client(province.addresses, lambda: "token", patience=0.5, sleep=lambda seconds: None)
    with pytest.raises(NoAnswer):
        Player(Campaign.at(make_folder(tmp_path)), RULEBOOK, client).play()
