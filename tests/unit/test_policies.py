"""Which reactions a service has, and in which order they run."""

from __future__ import annotations

from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any, cast

import orjson
import pytest

from shared.contracts import NewerVersion, check
from shared.domain import CommandContext
from shared.eventstore import Unit
from shared.messaging import Envelope, Policies, marked, when
from tests.notebooks import NOW
from tests.unit import test_envelope

SOURCE = test_envelope.SOURCE
ENVELOPE, RECORDED = (replace(event, schema=1) for event in (test_envelope.ENVELOPE, test_envelope.RECORDED))


class FakeUnit:
    """A unit as far as the policies of this module need one."""

    def __init__(self) -> None:
        self.context = CommandContext(actor="system:readers", organization=None, now=NOW)
        self.done: list[tuple[str, str | None]] = []


def unit() -> Any:
    return cast(Unit, FakeUnit())


@when("notebooks", "NoteTaken")
@when("notebooks", "NotebookNamed")
def first(event: Envelope, unit: Any) -> None:
    unit.done.append(("first", unit.context.causation))


@when("notebooks", "NoteTaken")
def second(event: Envelope, unit: Any) -> None:
    unit.done.append(("second", unit.context.causation))


def module_with(**members: FunctionType) -> ModuleType:
    module = ModuleType("reactions")
    for name, member in members.items():
        setattr(module, name, member)
    return module


def own(module: str, function: Any) -> Any:
    function.__module__ = module
    return function


def test_policies_run_in_the_order_in_which_they_are_written() -> None:
    done = unit()
    Policies([first, second]).apply(ENVELOPE, done)
    assert done.done == [("first", None), ("second", None)]


@pytest.mark.parametrize("version", [1, 2])
def test_policies_see_an_event_of_any_version_in_the_newest(version: int) -> None:
    seen: list[Envelope] = []

    @when("reviews", "PromptIssued")
    def note(event: Envelope, unit: Any) -> None:
        seen.append(event)

    said = {"text_sha256": "a" * 64} if version == 1 else {"points": [{"point": 1, "text_sha256": "a" * 64}]}
    Policies([note]).apply(prompt(version, said), unit())
    [event] = seen
    assert (event.schema, event.data["points"]) == (2, [{"point": 1, "text_sha256": "a" * 64}])
    assert event.hash == ENVELOPE.hash
    check("reviews", "PromptIssued", 2, event.data)


def test_an_event_that_is_newer_than_the_code_is_refused_not_half_understood() -> None:
    @when("reviews", "PromptIssued")
    def note(event: Envelope, unit: Any) -> None:
        raise AssertionError

    with pytest.raises(NewerVersion, match="reviews publishes PromptIssued in version 3"):
        Policies([note]).apply(prompt(3, {}), unit())


def prompt(version: int, said: dict[str, Any]) -> Envelope:
    about = {"campaign": "BD-2020", "code": "GY1", "subject": "mem:A", "issued_by": "TU", "document": "1-CV/TU"}
    body = orjson.dumps({**about, "issued_on": "2020-11-17", **said}).decode()
    return replace(ENVELOPE, source="/binh-dinh/reviews", type="PromptIssued", schema=version, body=body)


def test_a_service_hears_what_it_has_a_policy_for_and_nothing_else() -> None:
    policies = Policies([first])
    assert policies.hears("notebooks", "NoteTaken")
    assert policies.hears("notebooks", "NotebookNamed")
    assert not policies.hears("letters", "NoteTaken")
    assert not policies.hears("notebooks", "FactsGathered")


def test_what_a_policy_records_names_the_event_as_its_cause() -> None:
    done = unit()
    Policies([first]).react(ENVELOPE, done)
    assert done.done == [("first", ENVELOPE.id)]
    assert (done.context.correlation, done.context.traceparent) == (ENVELOPE.correlation, ENVELOPE.traceparent)
    assert done.context.actor == "system:readers"


def test_a_projection_of_own_events_keeps_the_commands_context() -> None:
    done = unit()
    project = Policies([second]).projection(SOURCE)
    project(RECORDED, done)
    project(replace(RECORDED, type="Unheard"), done)
    assert done.done == [("second", None)]


def test_a_module_gives_the_policies_that_it_defines_and_not_those_that_it_imports() -> None:
    @when("notebooks", "FactsGathered")
    def defined(event: Envelope, unit: Any) -> None: ...

    policies = Policies(marked(module_with(imported=cast(FunctionType, first), defined=own("reactions", defined))))
    assert policies.hears("notebooks", "FactsGathered")
    assert not policies.hears("notebooks", "NoteTaken")
