"""Mergers and splits over HTTP: recorded whole or refused whole with every reason, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.organizations_bench import (
    NEW_DISTRICT,
    REFORM,
    OrganizationsBench,
    codes,
    collective,
    member,
    organization,
    plant,
    post,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OrganizationsBench]:
    database = request.getfixturevalue("migrated")("organizations") if request.param == "postgresql" else None
    bench = OrganizationsBench(tmp_path, database)
    plant(bench)
    yield bench
    bench.engine.dispose()


IN_FILES = pytest.mark.parametrize("bench", ["sqlite"], indirect=True)


def test_a_reform_is_recorded_whole_and_the_same_again_changes_nothing(bench: OrganizationsBench) -> None:
    before = bench.store.head().number
    bench.post("/mergers", REFORM)
    happened = bench.events(before)
    assert happened[:2] == ["OrganizationRegistered", "OrganizationSucceeded"]
    assert sorted(happened[2:]) == sorted(
        2 * ["OrganizationMoved", "PostEnded", "CollectiveEnded", "OrganizationEnded"]
    )
    head = bench.store.head()
    bench.post("/mergers", REFORM)
    assert bench.store.head() == head
    assert bench.get("/organizations/QA")["founded_on"] == "2020-07-01"
    assert codes(bench, "/organizations?parent=QA") == ["AN-01", "QN-01"]


def test_a_merger_is_refused_whole_with_every_reason(bench: OrganizationsBench) -> None:
    before = bench.store.head()
    reform = REFORM | {"predecessors": ["QN", "AN", "X"], "collectives": {"TT-QN": "TT-Y", "T-Z": "TT-AN"}}
    answer = bench.call("POST", "/mergers", reform, Accept_Language="en")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "merger_refused")
    assert [(error["pointer"], error["code"]) for error in answer.get_json()["errors"]] == [
        ("/predecessors/2", "not_found"),
        ("/collectives/TT-QN", "not_found"),
        ("/collectives/T-Z", "not_there"),
    ]
    assert bench.store.head() == before
    assert bench.refused("/mergers", REFORM | {"merged_on": "2021-01-05"}) == "takes_effect_later"
    assert bench.refused("/mergers", REFORM | {"merged_on": "0001-01-01"}) == "invalid_fields"
    bench.post("/mergers", REFORM)
    assert bench.refused("/mergers", REFORM | {"merged_on": "2020-08-01", "successor": "VP", "registration": None}) == (
        "merger_refused"
    )


def test_a_cell_splits_and_nobody_is_lost(bench: OrganizationsBench) -> None:
    bench.post_all("/people", [member("A2", "C1"), member("A3", "C1")])
    cell = {"name": "Chi bộ 4", "type": "CB_TRUC_THUOC", "parent": "QN-01"}
    division = {
        "organization": "C1",
        "split_on": "2020-07-01",
        "ends": True,
        "parts": [
            {"organization": "C4", "registration": cell, "members": ["A", "A2"]},
            {"organization": "C2", "members": []},
        ],
    }
    answer = bench.call("POST", "/splits", division)
    assert answer.get_json()["code"] == "split_refused"
    assert [(error["pointer"], error["code"]) for error in answer.get_json()["errors"]] == [("/parts", "left_over")]
    division["parts"][1]["members"] = ["A3"]
    bench.post("/splits", division)
    assert codes(bench, "/people?cell=C1&on=2020-07-01") == []
    assert codes(bench, "/people?cell=C4&on=2020-07-01") == ["A", "A2"]
    assert codes(bench, "/people?cell=C2&on=2020-07-01") == ["A3", "B"]
    lineage = bench.get("/organizations/C1/lineage")["successors"]
    assert [(link["successor"], link["how"]) for link in lineage] == [("C2", "split"), ("C4", "split")]


def test_lineage_goes_through_every_generation(bench: OrganizationsBench) -> None:
    bench.post("/mergers", {"predecessors": ["C1"], "successor": "C2", "merged_on": "2020-03-01"})
    bench.post("/mergers", {"predecessors": ["C2"], "successor": "C3", "merged_on": "2020-07-01"})
    assert [link["predecessor"] for link in bench.get("/organizations/C3/lineage")["predecessors"]] == ["C2", "C1"]
    assert [link["successor"] for link in bench.get("/organizations/C1/lineage")["successors"]] == ["C2", "C3"]


def test_a_merger_needs_sight_of_everything_that_it_touches(bench: OrganizationsBench) -> None:
    bench.post_all("/organizations", [organization("AN-02", "DB_CO_SO", "AN")])
    merger = {"predecessors": ["AN-02"], "successor": "AN-01", "merged_on": "2020-07-01"}
    an: dict[str, Any] = {"organization": "AN"}
    for beyond in (
        {"predecessors": ["AN-02", "QN-01"]},
        {"successor": "QN-01"},
        {"successor": "QN-01", "registration": NEW_DISTRICT | {"parent": "AN"}},
        {"successor": "AN-03", "registration": NEW_DISTRICT | {"parent": "QN"}},
        {"successor": "AN-03", "registration": NEW_DISTRICT},
        {"collectives": {"TT-AN": "TT-QN"}},
    ):
        assert bench.refused("/mergers", merger | beyond, **an) == "not_found"
    part = {"organization": "QN-01"}
    division = {"organization": "AN-01", "split_on": "2020-07-01", "ends": False, "parts": [part]}
    assert bench.refused("/splits", division, **an) == "not_found"
    assert bench.refused("/splits", division | {"organization": "QN-01"}, **an) == "not_found"
    stolen = {"organization": "AN-02", "children": ["C1"], "members": ["A", "X"]}
    answer = bench.call("POST", "/splits", division | {"parts": [stolen]}, **an)
    assert [error["code"] for error in answer.get_json()["errors"]] == 3 * ["not_there"], "known or not is the same"
    for path, body in (
        ("/organizations/C3/moves", {"parent": "QN-01", "since": "2020-07-01"}),
        ("/organizations/AN-02/ending", {"ended_on": "2020-07-01", "successors": ["QN"]}),
        ("/collectives/TT-AN/moves", {"organization": "QN", "since": "2020-07-01"}),
        ("/collectives/TT-AN/ending", {"ended_on": "2020-07-01", "successors": ["TT-QN"]}),
        ("/people/C/transfers", {"cell": "C1", "moved_on": "2020-07-01"}),
    ):
        assert bench.refused(path, body, **an) == "not_found", path
    bench.post("/mergers", merger, **an)


@IN_FILES
def test_a_collective_named_as_its_own_heir_goes_along(bench: OrganizationsBench) -> None:
    bench.post("/collectives", collective("TT-SO", "QN", type="TT_SO_NGANH"))
    bench.post("/posts", post("P-SO", "B", "TT-SO", held_from="2020-09-01"))
    bench.post("/mergers", REFORM | {"collectives": {"TT-SO": "TT-SO", "TT-QN": "TT-SO"}})
    assert bench.get("/collectives/TT-SO")["organization"] == "QA"
    assert bench.get("/collectives/TT-QN")["successors"] == ["TT-SO"]
    assert bench.get("/posts/P-SO")["held_to"] is None


@IN_FILES
def test_a_district_with_600_cells_merges_in_one_command(bench: OrganizationsBench) -> None:
    bench.post_all("/organizations", [organization(f"Q{number:04}", "CB_CO_SO", "QN") for number in range(600)])
    bench.post("/mergers", REFORM)
    assert codes(bench, "/organizations?parent=QN&on=2020-07-01") == []
    first = codes(bench, "/organizations?parent=QA&on=2020-07-01&limit=500")
    assert first[:3] == ["AN-01", "Q0000", "Q0001"]
    assert len(first) == 500


def test_sight_follows_the_tree_as_it_is_today(bench: OrganizationsBench) -> None:
    bench.post("/mergers", REFORM)
    successor: dict[str, Any] = {"organization": "QA", "role": "unit_officer"}
    predecessor: dict[str, Any] = {"organization": "QN", "role": "unit_officer"}
    assert codes(bench, "/organizations", **successor) == ["AN-01", "C1", "C2", "C3", "QA", "QN-01"]
    assert codes(bench, "/organizations?on=2020-06-30", **successor) == ["AN-01", "C1", "C2", "C3", "QN-01"]
    assert bench.get("/people/A?on=2020-06-30", **successor)["cell"] == "C1"
    assert codes(bench, "/organizations", **predecessor) == ["QN"]
    assert codes(bench, "/organizations?on=2020-06-30", **predecessor) == ["QN"]
    assert bench.call("GET", "/people/A", **predecessor).status_code == 404
