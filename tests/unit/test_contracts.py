"""Each event says in code what its contract publishes, no more and no less."""

from __future__ import annotations

from dataclasses import fields

import pytest

from deploy.services import NAMES, service_class
from shared.contracts import ContractBroken, check, contracts_of


@pytest.mark.parametrize("service", NAMES)
def test_every_event_has_a_contract_and_every_contract_an_event(service: str) -> None:
    events = {(event.__name__, event.schema) for event in service_class(service).events}
    newest: dict[str, int] = {}
    for name, version in sorted(contracts_of(service)):
        newest[name] = version
    assert events == set(newest.items())


@pytest.mark.parametrize("service", NAMES)
def test_an_events_fields_are_those_of_its_contract(service: str) -> None:
    for event in service_class(service).events:
        published = contracts_of(service)[event.__name__, event.schema]
        assert {field.name for field in fields(event)} == set(published.fields), event.__name__


ABOUT_COLLECTIVES = {"ReviewCompleted"}
"""Events whose subject is never a person."""


@pytest.mark.parametrize("service", NAMES)
def test_an_event_whose_subject_may_be_a_person_is_personal(service: str) -> None:
    for (event, _), published in contracts_of(service).items():
        if {"subject", "person"} & published.fields.keys() and event not in ABOUT_COLLECTIVES:
            assert published.personal, event


@pytest.mark.parametrize("service", NAMES)
def test_every_contract_says_what_its_event_means(service: str) -> None:
    for published in contracts_of(service).values():
        assert published.__doc__


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"code": "GY1"}, "campaign"),
        ({"code": "GY1", "text": "tự phê bình"}, "text"),
    ],
)
def test_what_breaks_a_contract_is_named(data: dict[str, str], named: str) -> None:
    with pytest.raises(ContractBroken, match=f"PromptIssued v1.*{named}"):
        check("reviews", "PromptIssued", 1, data)
