"""Which reactions a service has, and in which order they run."""

from __future__ import annotations

from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any, cast

from shared.domain import CommandContext
from shared.eventstore import Unit
from shared.messaging import Envelope, Policies, policies_of, when
from tests.notebooks import NOW
from tests.unit.test_envelope import ENVELOPE, RECORDED, SOURCE


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

    policies = policies_of(module_with(imported=cast(FunctionType, first), defined=own("reactions", defined)))
    assert policies.hears("notebooks", "FactsGathered")
    assert not policies.hears("notebooks", "NoteTaken")
