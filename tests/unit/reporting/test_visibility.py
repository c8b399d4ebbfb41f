"""Who sees which figures, and whose names."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from services.reporting.readmodel import names
from tests.unit.reporting.bench import Bench

CAMPAIGN = "/reporting/campaigns/BD-2020"
LISTS = {"refused_documents", "refused_dossiers", "head_above_collective", "derived_differs", "derived_by_subject"}


def figures(bench: Bench, **asking: Any) -> Any:
    return bench.json(f"{CAMPAIGN}/figures", **asking)


def test_a_unit_officer_sees_the_figures_of_the_own_unit_alone(faulty: Bench) -> None:
    whole, own = figures(faulty), figures(faulty, role="unit_officer", organization="QN")
    assert own["by_unit"] == {"QN": whole["by_unit"]["QN"]}
    assert own["ratings"] == whole["by_unit"]["QN"]
    assert own["caps"] == {group: cap for group, cap in whole["caps"].items() if group.startswith("QN-")}
    assert own["dossiers"]["expected"] == whole["dossiers"]["by_unit"]["QN"]["expected"]
    assert own["refused_documents"] == {
        document: faults
        for document, faults in whole["refused_documents"].items()
        if document.startswith(("QN ", "QN-"))
    }


def test_an_officer_below_a_unit_sees_only_what_lies_below(faulty: Bench) -> None:
    own = figures(faulty, role="unit_officer", organization="QN-01")
    assert own["caps"].keys() == {"QN-01"}
    assert own["by_unit"].keys() == {"QN"}
    assert 0 < own["ratings"]["mem"]["total"] < figures(faulty)["by_unit"]["QN"]["mem"]["total"]
    assert own["prompts"]["issued"] == 0


@pytest.mark.parametrize("organization", ["TU", "QN", "QN-01", "QN-01-C1"])
def test_an_officer_at_any_height_of_the_tree_has_a_page(faulty: Bench, organization: str) -> None:
    assert faulty.get(CAMPAIGN, role="unit_officer", organization=organization).status_code == 200


def test_the_units_figures_add_up_to_the_provinces(faulty: Bench) -> None:
    whole = figures(faulty)
    units = [faulty.json(f"{CAMPAIGN}/units/{unit}") for unit in whole["by_unit"]]
    assert sum(unit["ratings"]["mem"]["total"] for unit in units) == whole["ratings"]["mem"]["total"]
    assert sum(unit["prompts"]["issued"] for unit in units) == whole["prompts"]["issued"]
    assert sum(len(unit["head_above_collective"]) for unit in units) == len(whole["head_above_collective"])


def test_a_central_reader_sees_no_list_of_subjects(faulty: Bench) -> None:
    seen = figures(faulty, role="central_reader")
    assert figures(faulty).keys() - seen.keys() == LISTS
    assert "mem:" not in faulty.get(f"{CAMPAIGN}", role="central_reader").text


def test_the_pages_name_people_to_officers_alone(faulty: Bench) -> None:
    name = _name(faulty, "mem:DV000936")
    refusals = f"{CAMPAIGN}/pages/refusals"
    assert name in faulty.get(refusals).text
    importer = faulty.get(refusals, role="importer").text
    assert "mem:DV000936" in importer and name not in importer
    assert faulty.get(refusals, role="central_reader").status_code == 403


@pytest.mark.parametrize("path", ["", "/figures", "/units/QN"])
@pytest.mark.parametrize("role", ["member", "operator", "subscriber"])
def test_other_roles_are_refused(faulty: Bench, path: str, role: str) -> None:
    assert faulty.get(f"{CAMPAIGN}{path}", role=role).status_code == 403


@pytest.mark.parametrize("path", ["/units/AN", "/units/QN-01", "/units/XX"])
def test_another_unit_and_what_is_no_unit_are_not_found(faulty: Bench, path: str) -> None:
    assert faulty.get(f"{CAMPAIGN}{path}", role="unit_officer", organization="QN").status_code == 404


def test_an_organization_whose_code_differs_in_case_alone_is_another_one(faulty: Bench) -> None:
    assert faulty.get(f"{CAMPAIGN}/figures", role="unit_officer", organization="qn").status_code == 404


def test_an_unknown_campaign_is_not_found(faulty: Bench) -> None:
    assert faulty.get("/reporting/campaigns/BD-1999/figures").status_code == 404
    assert faulty.get("/reporting/campaigns/BD-1999").status_code == 404


def test_the_campaigns_are_listed(faulty: Bench) -> None:
    listed = faulty.json("/reporting/campaigns")
    assert [campaign["campaign"] for campaign in listed["items"]] == ["BD-2020"]


def _name(bench: Bench, subject: str) -> str:
    [row] = bench.ask(lambda read: read(select(names.c.name).where(names.c.code == subject)))
    name: str = row.name
    return name
