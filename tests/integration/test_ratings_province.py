"""A whole province, played over HTTP through the tables and back, comes out as the expected figures say."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from services.ratings.domain.proposal.derivation import Proposal
from services.ratings.proposals import derived_now
from shared.reader import reader_on
from shared.text import nfc
from tests.integration.ratings_bench import Folder, RatingsBench
from tests.samples import SAMPLES

CAMPAIGN = "/campaigns/BD-2020"


class Played:
    """A bench in which a folder has been played."""

    def __init__(self, bench: RatingsBench, folder: Folder) -> None:
        self.bench = bench
        self.expected = orjson.loads((folder.path / "expected.json").read_bytes())
        self.refused: dict[str, list[dict[str, str]]] = {}
        self.accepted = 0
        assert bench.publish_rulebook().status_code == 201
        bench.hear(folder.heard())
        for path, items in (
            ("findings", folder.sheet("facts")),
            ("civil-ratings", folder.sheet("civil_ratings")),
            ("opinions", folder.opinions()),
            ("ballots", folder.ballots()),
        ):
            outcomes = bench.post_items(f"{CAMPAIGN}/{path}", items)
            assert {outcome["status"] for outcome in outcomes} == {201}, path
        for document in folder.documents():
            self._issue(document)

    def _issue(self, document: dict[str, Any]) -> None:
        response = self.bench.call("POST", f"{CAMPAIGN}/decisions", document)
        if response.status_code == 201:
            assert response.get_json()["ratings"] == len(document["rows"])
            self.accepted += 1
            return
        problem = response.get_json()
        assert (response.status_code, problem["code"]) == (422, "decision_refused"), problem
        faults = [{"reason": error["code"], "subject": error["value"]} for error in problem["errors"]]
        key = nfc(f"{document['decided_by']} {document['document']}")
        self.refused[key] = sorted(faults, key=lambda fault: (fault["subject"], fault["reason"]))


@pytest.fixture(scope="module", params=["province-2020", "province-2020-clean"])
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return Played(RatingsBench(tmp_path_factory.mktemp(request.param)), Folder(SAMPLES / request.param))


def test_a_province_played_over_http_comes_out_as_expected(played: Played) -> None:
    assert played.refused == played.expected["refused_documents"]
    assert played.accepted == played.expected["accepted_documents"]
    levels = dict.fromkeys(played.expected["ratings"]["mem"], 0)
    for type_, data in played.bench.published():
        if type_ == "RatingAssigned" and data["subject"].startswith("mem:"):
            levels[data["level"]] += 1
    rated = {level: levels[level] for level in ("HTXSNV", "HTTNV", "HTNV", "KHTNV")}
    assert rated == {level: played.expected["ratings"]["mem"][level] for level in rated}


def test_refused_documents_are_recorded_with_their_faults(played: Played) -> None:
    recorded = {
        f"{data['decided_by']} {data['document']}": sorted(
            data["faults"], key=lambda fault: (fault["subject"], fault["reason"])
        )
        for type_, data in played.bench.published()
        if type_ == "DecisionRefused"
    }
    assert recorded == played.expected["refused_documents"]


def test_every_level_is_derived_from_the_tables_as_expected(played: Played) -> None:
    expected = played.expected["derived_by_subject"]
    with played.bench.store.query() as connection:
        derived = derived_now(reader_on(connection), "BD-2020", expected)
    assert {subject: _as_expected(found.proposal) for subject, found in derived.items()} == expected


def _as_expected(proposal: Proposal | None) -> dict[str, Any]:
    assert proposal is not None
    listed = {name: sorted(getattr(proposal, name)) for name in ("forced", "unknown", "ceilings")}
    failed = {level: sorted(codes) for level, codes in proposal.failed.items()}
    return {"level": proposal.level, "failed": failed, **listed}
