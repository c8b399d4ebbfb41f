"""The course of one subject in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.reporting.page import formats
from services.reporting.page.labels import FACTS, HAPPENINGS, LABELS, QUESTION_CAUSES, VOTES
from services.reporting.page.words import REASONS, SHORT_LEVELS, Language, Words, say
from shared.contracts import vocabulary

_BODIES = frozenset(
    {"cell", "parent", "organization", "predecessors", "successors", "issued_by", "returned_by", "forwarded_by"}
    | {"lodged_by", "decided_by", "judged_by", "received_by", "accepted_by", "recalled_by", "confirmed_by"}
    | {"responsible", "reported_by"}
)
"""Facts that are codes of organizations."""

_DAYS = frozenset({"admitted_on", "founded_on", "held_from", "held_on", "due_on"})
_CODES: Mapping[str, Words] = {
    "level": SHORT_LEVELS,
    "previous_level": SHORT_LEVELS,
    "type": {**vocabulary.ORGANIZATION_TYPES, **vocabulary.COLLECTIVE_TYPES},
    "management_level": vocabulary.MANAGEMENT_LEVELS,
    "member_status": vocabulary.MEMBER_STATUSES,
    "how": vocabulary.SUCCESSIONS,
    "cause": {**vocabulary.REVISION_CAUSES, **QUESTION_CAUSES},
    "outcome": {**vocabulary.APPEAL_OUTCOMES, **vocabulary.REMEDY_OUTCOMES},
    "judgement": vocabulary.JUDGEMENTS,
    "side": vocabulary.COMMENT_SIDES,
    "act": vocabulary.DOCUMENT_ACTS,
}
"""Facts that are codes, with their words. What ended a membership is given as a reason."""


def told(course: Iterable[Mapping[str, Any]], names: Mapping[str, str], language: Language) -> list[dict[str, Any]]:
    """Each happening with what it is called and its facts in words. `names` are those of organizations."""
    return [
        {
            **{name: happened[name] for name in ("at", "service", "number")},
            "what": say(HAPPENINGS, happened["type"], language),
            "facts": list(_facts(happened["facts"], names, language)),
        }
        for happened in course
    ]


def bodies_in(course: Iterable[Mapping[str, Any]]) -> set[str]:
    """The organizations that a course names, by code."""
    named = [value for happened in course for name, value in happened["facts"].items() if name in _BODIES]
    return {code for value in named for code in (value if isinstance(value, list) else [value])}


def _facts(facts: Mapping[str, Any], names: Mapping[str, str], language: Language) -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        if value not in ([], ""):
            yield say(FACTS, name, language), _text(name, value, names, language)


def _text(name: str, value: Any, names: Mapping[str, str], language: Language) -> str:
    if name in _BODIES:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(names.get(f"org:{code}", code) for code in codes)
    if name in _DAYS:
        return formats.day(value)
    if name in _CODES:
        return say(_CODES[name], value, language)
    if name == "on_time":
        return say(LABELS, "dossier_on_time" if value else "dossier_late", language)
    if name == "votes":
        return ", ".join(f"{say(VOTES, level, language)} {count}" for level, count in value.items())
    if name == "faults":
        return "; ".join(sorted({say(REASONS, fault["reason"], language) for fault in value}))
    if name == "reason":
        return say(vocabulary.MEMBERSHIP_ENDINGS, value, language)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
