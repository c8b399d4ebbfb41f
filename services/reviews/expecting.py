"""Who owes what: asked of the register under a campaign's terms, at the opening and after every later fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from services.reviews.domain.campaigns.campaign import Campaign
from services.reviews.domain.expectations.events import ExpectedSetFrozen
from services.reviews.domain.expectations.expectation import Expectation
from services.reviews.domain.expectations.listing import listing
from services.reviews.domain.expectations.owed import Expected, Owed
from services.reviews.readmodel.campaigns import campaigns, organizations_heard, terms_of
from services.reviews.readmodel.everyone import concerned_by, everyone
from services.reviews.readmodel.expected import expected_among, subjects_ever_expected
from services.reviews.readmodel.store import gate, register, texts
from shared.admission import State
from shared.eventstore import Unit
from shared.messaging import Envelope
from shared.register import Reader, subjects
from shared.texts import keep_text


def freeze(unit: Unit, campaign: Campaign) -> None:
    """Record who owes what at this moment, in the campaign that has just been opened."""
    read = unit.tables.rows
    owing = [one for one in expected_by_rule(read, campaign.key, everyone(read, campaign.key)).values() if one.owes]
    count = {owed: sum(owed in one.owes for one in owing) for owed in Owed}
    frozen = ExpectedSetFrozen(
        campaign.key,
        organizations_heard(read),
        len(owing),
        count[Owed.REVIEW],
        count[Owed.RATING],
        count[Owed.DOSSIER],
        keep_text(unit, texts, listing(owing)),
    )
    unit.record(campaign, campaign.freeze(frozen))


def follow(event: Envelope, unit: Unit) -> None:
    """Change what the subjects that a fact concerns owe in the open campaigns whose day it reaches."""
    for campaign, reference_date in _open_campaigns(unit.tables.rows):
        if _takes_effect_by(event.data, reference_date):
            concerned = concerned_by(unit.tables.rows, campaign, event.type, event.data)
            _change(unit, campaign, concerned, event.type, event.id)


def catch_up(unit: Unit, campaign: str, fact: str, cause: str) -> None:
    """Change what anybody owes by what became known while the campaign was closed."""
    read = unit.tables.rows
    _change(unit, campaign, {*everyone(read, campaign), *subjects_ever_expected(read, campaign)}, fact, cause)


def _change(unit: Unit, campaign: str, concerned: set[str], fact: str, cause: str) -> None:
    """Record what the subjects owe now, where that is something else. `cause` is the id of the event `fact`."""
    read = unit.tables.rows
    standing = expected_among(read, campaign, concerned)
    by_rule = expected_by_rule(read, campaign, concerned)
    nothing = {code: replace(one, owes=frozenset(), waived=frozenset()) for code, one in standing.items()}
    changed = {code: one for code, one in {**nothing, **by_rule}.items() if _differs(standing.get(code), one)}
    unit.prefetch(Expectation, (f"{campaign}/{code}" for code in changed))
    for code in sorted(changed):
        expectation = unit.load(Expectation, f"{campaign}/{code}")
        unit.record(expectation, expectation.follow(standing.get(code), changed[code], fact, cause))


def _differs(standing: Expected | None, now: Expected) -> bool:
    return bool(now.asked) if standing is None else now.without(standing.waived) != standing


def expected_by_rule(read: Reader, campaign: str, codes: Iterable[str]) -> Mapping[str, Expected]:
    """What the rulebook asks of those of the subjects `codes` that the register knows."""
    terms = terms_of(read, campaign)
    return {code: terms.expected(subject) for code, subject in subjects(register.of(campaign), read, codes).items()}


_OPEN = (
    select(campaigns.c.campaign, campaigns.c.reference_date)
    .join(gate.states, gate.states.c.campaign == campaigns.c.campaign)
    .where(gate.states.c.state == State.OPEN.value)
)


def _open_campaigns(read: Reader) -> list[tuple[str, str]]:
    return [(row.campaign, row.reference_date) for row in read(_OPEN)]


_EFFECT = ("since", "moved_on", "changed_on", "ended_on", "held_to")
"""The fields that say from which day a fact holds; what is merely registered holds since ever."""


def _takes_effect_by(data: Mapping[str, Any], reference_date: str) -> bool:
    return all(data[name] <= reference_date for name in _EFFECT if data.get(name))
