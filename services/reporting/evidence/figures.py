"""Every figure by its key, and what is behind it.

A key is the place of the figure in what `GET …/overview` gives, `ratings/mem/HTXSNV`; what a page computes from it has
a key beside it, `ratings/mem/rated`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.reporting.domain.caps import Cap
from services.reporting.domain.dossiers import STATES as DOSSIER_STATES
from services.reporting.domain.levels import LEVELS
from services.reporting.domain.reviews import COLLECTIVES, MEMBERS
from services.reporting.domain.subjects import KINDS, NONE
from services.reporting.evidence.aspects import (
    COURSE,
    FORWARDING,
    KNOWN,
    LEVEL,
    LEVEL_OF_COLLECTIVE,
    NOTHING_OWED,
    PERSON,
    PLAN,
    PROPOSAL,
    REMEDY,
    REVIEW,
    STATUS,
    SUMMARY,
    Aspect,
)
from services.reporting.evidence.descriptions import (
    Allowed,
    Documents,
    Figure,
    Filter,
    Groups,
    Points,
    Prompts,
    Quotient,
    Refusals,
    Remedies,
    Subjects,
)
from services.reporting.following.points import STATES as POINT_STATES
from services.reporting.following.remedies import STATES as REMEDY_STATES
from services.reporting.roster.lists import NOT_RATED
from shared.domain import NotFound

_MANAGED = ("col", "ldr")
_ASSIGNED, _SUBMITTED = LEVEL.types, ("ReviewSubmitted",)
_REVIEWERS = {COLLECTIVES: "col", MEMBERS: "mem", "leaders": "ldr"}
_DOSSIERS = {"expected": "owed", "missing": "missing", "on_time": "on_time", "late": "late"}
_EXCLUSIONS = "exclusions"
_OF_PERSON = {"mem": (STATUS,), "ldr": (PERSON, STATUS)}
_PLANS: Mapping[str, tuple[Any, ...]] = {
    "owed": ((KNOWN,),),
    "adopted": ((PLAN,),),
    "missing": ((KNOWN,), PLAN.types),
    "summed_up": ((SUMMARY,),),
}
_PROGRESS = {
    "reviewed": (("col", "mem", "ldr"), "has_reviewed"),
    "must_review": (("col", "mem", "ldr"), "must_review"),
    "rated": (KINDS, "rated"),
    "to_rate": (KINDS, "to_rate"),
}
_DECIDING: Mapping[str, tuple[Any, ...]] = {
    "reviewed": ((REVIEW,),),
    "must_review": ((KNOWN, STATUS), (), (_EXCLUSIONS, None)),
    "rated": ((LEVEL,),),
    "to_rate": ((KNOWN, STATUS), (), (_EXCLUSIONS, None)),
}
_MEMBERS_AT = {level: f"ratings/mem/{level}" for level in LEVELS}
_RATIOS = {
    "excellent_of_good": Quotient((_MEMBERS_AT["HTXSNV"],), (_MEMBERS_AT["HTTNV"],)),
    "excellent_of_good_or_better": Quotient((_MEMBERS_AT["HTXSNV"],), (_MEMBERS_AT["HTTNV"], _MEMBERS_AT["HTXSNV"])),
    "excellent_of_rated": Quotient((_MEMBERS_AT["HTXSNV"],), ("ratings/mem/rated",)),
}


def figure_of(key: str, caps: Mapping[str, Cap]) -> Figure:
    """What is behind the figure with this key; `caps` are those of the campaign's rulebook by id. Raises NotFound."""
    match key.split("/"):
        case ["ratings", kind, column, *type_] if kind in KINDS and (
            found := _of_ratings(kind, column, _of_type(type_))
        ):
            return found
        case ["grassroots", body, column] if found := _of_ratings("mem", column, {"grassroots": body}):
            return found
        case ["not_completed"]:
            return Subjects(tuple({"kind": kind, "level": LEVELS[-1]} for kind in KINDS), (LEVEL,))
        case ["member_ratios", name] if name in _RATIOS:
            return _RATIOS[name]
        case ["members_not_rated", reason]:
            return _of_members_not_rated(reason)
        case ["derived", kind, level] if kind in KINDS and level in (*LEVELS, NONE):
            return Subjects(({"kind": kind, "state": f"derived_{level}"},), (PROPOSAL,))
        case ["derived_differs", *kind] if _some_of(kind, KINDS):
            return Subjects(_lists(kind or KINDS, "differs"), (LEVEL, PROPOSAL))
        case ["heads_above"]:
            return Subjects(_lists(["ldr"], "above_collective"), (LEVEL, LEVEL_OF_COLLECTIVE))
        case ["reviews", row, who] if who in _REVIEWERS and (found := _of_reviews(row, _REVIEWERS[who])):
            return found
        case ["dossiers", column, *kind] if _some_of(kind, _MANAGED) and (found := _of_dossiers(column, kind)):
            return found
        case ["dossier_states", state, *kind] if state in DOSSIER_STATES and _some_of(kind, _MANAGED):
            return _of_dossier_states(state, kind)
        case ["prompts", state, *issuer] if state in ("issued", "answered", "unanswered"):
            return Prompts(_unless(state, "issued"), _joined(issuer))
        case ["points", state, *issuer] if state in ("issued", *POINT_STATES):
            return Points(_unless(state, "issued"), issued_by=_joined(issuer))
        case ["points_of", *prompt, state] if prompt and state in POINT_STATES:
            return Points(state, prompt=_joined(prompt))
        case ["plans", state, *type_] if state in _PLANS:
            return Subjects(({"kind": "org", "state": f"plan_{state}", **_of_type(type_)},), *_PLANS[state])
        case ["progress", state] if state in _PROGRESS:
            return Subjects(_lists(*_PROGRESS[state]), *_DECIDING[state])
        case ["helped" | "needs_help" as state, *kind] if _some_of(kind, KINDS):
            return Subjects(_lists(kind or KINDS, state), (LEVEL, REMEDY) if state == "helped" else (LEVEL,))
        case ["remedies" | "remedies_before" as of, state] if state in ("all", *REMEDY_STATES):
            return Remedies(_unless(state, "all"), before=of == "remedies_before")
        case ["accepted_documents"]:
            return Documents(accepted=True)
        case ["refused_documents"]:
            return Documents(accepted=False)
        case ["nothing_to_report"]:
            return Subjects(_lists(("org", *_MANAGED), "nothing_to_report"), (NOTHING_OWED,))
        case ["refused_dossiers"]:
            return Refusals()
        case ["over_cap"]:
            return Groups(None)
        case ["over_cap_of", kind] if kind in KINDS:
            return Groups(kind)
        case ["caps", cap, *group, column] if cap in caps and (found := _of_caps(caps[cap], group, column)):
            return found
    raise NotFound(what=key)


def _of_ratings(kind: str, column: str, narrowed: Filter) -> Figure | None:
    """Subjects of the kind by what they are rated; `narrowed` to a type, or to a grassroots organization."""
    of_kind = {"kind": kind, **narrowed}
    if column in LEVELS:
        return Subjects(({**of_kind, "level": column},), (LEVEL,))
    match column:
        case "total":
            return Subjects((of_kind,), (KNOWN,))
        case "rated":
            return Subjects(({**of_kind, "state": "rated"},), (LEVEL,))
        case "not_rated":
            return Subjects(({**of_kind, "level": NOT_RATED},), _who(kind), _ASSIGNED, (_EXCLUSIONS, None))
        case "rated_share" if not narrowed:
            return Quotient((f"ratings/{kind}/rated",), (f"ratings/{kind}/total",))
    return None


def _who(kind: str) -> tuple[Aspect, ...]:
    """What decides whom the rules leave out: that it exists, and of people their status."""
    return (KNOWN, *_OF_PERSON.get(kind, ()))


def _of_members_not_rated(reason: str) -> Figure:
    """For want of a decision, or for a reason that the rulebook gives."""
    if reason == "undecided":
        return Subjects(_lists(["mem"], reason), _who("mem"), _ASSIGNED)
    return Subjects(({"kind": "mem", "reason": reason},), _who("mem"), _ASSIGNED, (_EXCLUSIONS, reason))


def _of_reviews(row: str, kind: str) -> Figure | None:
    match row:
        case "must_review":
            return Subjects(_lists([kind], row), _who(kind), rule=(_EXCLUSIONS, None))
        case "reviewed":
            return Subjects(_lists([kind], "has_reviewed"), (REVIEW,))
        case "not_reviewed":
            return Subjects(_lists([kind], row), (*_who(kind), REVIEW), _SUBMITTED, (_EXCLUSIONS, None))
    return None


def _of_dossiers(column: str, kind: list[str]) -> Figure | None:
    if column == "on_time_share" and not kind:
        return Quotient(("dossiers/on_time",), ("dossiers/expected",))
    if column == "received_share" and not kind:
        return Quotient(("dossiers/on_time", "dossiers/late"), ("dossiers/expected",))
    if column == "received":
        return Subjects(_lists(kind or _MANAGED, "dossier_sent"), (FORWARDING,))
    if column not in _DOSSIERS:
        return None
    lists = _lists(kind or _MANAGED, f"dossier_{_DOSSIERS[column]}")
    if column in ("on_time", "late"):
        return Subjects(lists, (FORWARDING,))
    return Subjects(lists, (KNOWN,), FORWARDING.types if column == "missing" else ())


def _of_dossier_states(state: str, kind: list[str]) -> Figure:
    if state == NONE:
        return Subjects(_lists(kind or _MANAGED, "dossier_missing"), (KNOWN,), FORWARDING.types)
    return Subjects(_lists(kind or _MANAGED, f"dossier_{state}"), (COURSE,))


def _of_caps(cap: Cap, group: list[str], column: str) -> Figure | None:
    """A number of one group, which is named by the attributes of its subjects."""
    if any(len(parts) != len(group) for parts in cap.groups_of.values()):
        return None
    if column == "allowed":
        counted = {"rated_total": ("rated",), f"{cap.good}_final": ("good",)}.get(cap.base, ("good", "excellent"))
        return Allowed(cap.id, tuple("/".join(("caps", cap.id, *group, each)) for each in counted))
    narrowed = {"excellent": {"level": cap.level}, "good": {"level": cap.good}, "rated": {"state": "rated"}}
    if column not in narrowed:
        return None
    lists = [
        {"kind": kind, **narrowed[column], **dict(zip(map(_listed_as, parts), group, strict=True))}
        for kind, parts in sorted(cap.groups_of.items())
    ]
    return Subjects(tuple(lists), (LEVEL,), rule=("caps", cap.id))


def _listed_as(part: str) -> str:
    return "type" if part == "post_group" else part


def _lists(kinds: Any, state: str) -> tuple[Filter, ...]:
    return tuple({"kind": kind, "state": state} for kind in kinds)


def _of_type(parts: list[str]) -> Filter:
    type_ = _joined(parts)
    return {} if type_ is None else {"type": type_}


def _joined(parts: list[str]) -> str | None:
    """A name at the end of a key, in which a slash may stand; None if there is no such end."""
    return "/".join(parts) or None


def _unless(state: str, everything: str) -> str | None:
    return None if state == everything else state


def _some_of(given: list[str], kinds: tuple[str, ...]) -> bool:
    return not given or (len(given) == 1 and given[0] in kinds)
