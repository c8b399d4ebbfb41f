"""The evidence of one figure: what it counts or is computed from, the rule, and the events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from services.reporting.domain.identities import require
from services.reporting.domain.levels import percent
from services.reporting.evidence import events
from services.reporting.evidence.counted import (
    Counted,
    CountedDocuments,
    CountedGroups,
    CountedPrompts,
    CountedSubjects,
)
from services.reporting.evidence.descriptions import (
    Allowed,
    Documents,
    Figure,
    Groups,
    Points,
    Prompts,
    Quotient,
    Refusals,
    Remedies,
    Subjects,
)
from services.reporting.evidence.figures import figure_of
from services.reporting.evidence.followed import CountedPoints, CountedRefusals, CountedRemedies
from services.reporting.queries import heads_of, rules_of
from services.reporting.readmodel import findings, rulebooks
from services.reporting.roster.groups import key_of
from services.reporting.roster.look import Look
from services.reporting.roster.memory import remembered
from shared.domain import NotFound
from shared.web import Page

_KINDS: Mapping[type, tuple[str, Any]] = {
    Subjects: ("subjects", CountedSubjects),
    Prompts: ("prompts", CountedPrompts),
    Points: ("points", CountedPoints),
    Remedies: ("remedies", CountedRemedies),
    Documents: ("documents", CountedDocuments),
    Refusals: ("refusals", CountedRefusals),
    Groups: ("groups", CountedGroups),
}
_AGGREGATES = frozenset({Groups, Quotient, Allowed})
"""What is behind them are figures again: nobody single."""


@dataclass(frozen=True)
class Evidence:
    """The evidence that one reader gets of what `look` sees.

    With `subjects` the reader sees what is counted, else only how much; with `actors` also which user acted. `today`
    is the day by which something is overdue.
    """

    look: Look
    subjects: bool
    actors: bool
    today: str

    def of(self, key: str, page: Page) -> dict[str, Any]:
        """The figure with everything behind it. Raises NotFound, InvalidCursor, FiguresDisagree."""
        figure = self._figure(key)
        withheld = not self.subjects and type(figure) not in _AGGREGATES
        shown: dict[str, Any] = {"items": [], "next": None}
        if not withheld and (counted := self._counted(figure)):
            shown = counted.show(page, lambda event: events.told(event, self._sources, actors=self.actors))
        kind, _ = _KINDS.get(type(figure), ("figures", None))
        return {
            "campaign": self.look.campaign.campaign,
            "figure": key,
            "unit": self.look.scope.unit,
            **self._sum(key, figure),
            "counts": kind,
            "lists": [dict(each) for each in figure.lists] if isinstance(figure, Subjects) else [],
            "part": [self._told(each) for each in figure.part] if isinstance(figure, Quotient) else [],
            "whole": [self._told(each) for each in _whole(figure)],
            "rule": self._rule(figure),
            "absent": list(figure.absent) if isinstance(figure, Subjects) else [],
            "positions": self._positions,
            "withheld": withheld,
            **shown,
        }

    def _told(self, key: str) -> dict[str, Any]:
        return {"figure": key, **self._sum(key, self._figure(key))}

    def _figure(self, key: str) -> Figure:
        """What is behind the figure. Raises NotFound.

        Of a group of a cap only where all of it is seen. A unit's few leaders of one post group are no aggregate.
        """
        match key.split("/"):
            case ["caps", cap, *group, _] if (cap, "/".join(group)) not in self._groups:
                raise NotFound(what=key)
            case ["ratings", "ldr", _, _, *_] if self.look.scope.unit is not None and not self.subjects:
                raise NotFound(what=key)
        return figure_of(key, self._caps)

    def _sum(self, key: str, figure: Figure) -> dict[str, Any]:
        """The figure itself, how many it counts, and how many events decided that."""
        look = self.look
        return remembered(
            look.connection,
            look.read,
            ("evidence", key, look.campaign.campaign, look.scope, self.today),
            lambda: self._summed(key, figure),
        )

    def _summed(self, key: str, figure: Figure) -> dict[str, Any]:
        counted = self._counted(figure)
        if counted is None:
            behind = {each: self._sum(each, self._figure(each)) for each in _behind(figure)}
            numbers = {"total": None, "events": sum(each["events"] for each in behind.values())}
            return {"value": self._computed(figure, behind), **numbers}
        total, shown = counted.total(), self._on_the_pages(key)
        require(shown in (None, total), f"{key}: {shown} on the pages, {total} in the evidence")
        return {"value": total, "total": total, "events": counted.events()}

    def _computed(self, figure: Figure, behind: Mapping[str, Mapping[str, Any]]) -> int | str | None:
        if isinstance(figure, Quotient):
            part, whole = (sum(behind[key]["value"] for key in keys) for keys in (figure.part, figure.whole))
            return percent(part, whole)
        assert isinstance(figure, Allowed)
        allowed: int = self._groups[_group(figure)]["allowed"]
        return allowed

    def _counted(self, figure: Figure) -> Counted | None:
        if isinstance(figure, Remedies):
            return CountedRemedies(self.look, figure, self.today)
        _, counting = _KINDS.get(type(figure), ("", None))
        counted: Counted | None = counting and counting(self.look, figure)
        return counted

    def _on_the_pages(self, key: str) -> Any:
        """The same figure as the pages have summed it, if they do."""
        value: Any = self.look.overview()
        for part in key.split("/"):
            value = value.get(part) if isinstance(value, dict) else None
        return sum(value.values()) if isinstance(value, dict) else value

    def _rule(self, figure: Figure) -> dict[str, Any] | None:
        """The entries of the rulebook that say who is meant, or how much is allowed."""
        if isinstance(figure, Allowed):
            section, wanted = "caps", figure.cap
        elif isinstance(figure, Subjects) and figure.rule is not None:
            section, wanted = figure.rule
        else:
            return None
        rulebook = self.look.campaign.rulebook
        [row] = self.look.read(select(rulebooks.c[section]).where(rulebooks.c.rulebook == rulebook))
        entries = [entry for entry in row[0] if wanted in (None, entry["id"], entry.get("reason_code"))]
        found = self._raising(figure, entries) if isinstance(figure, Allowed) else []
        return {"rulebook": rulebook, "section": section, "entries": entries, "found": found}

    def _raising(self, figure: Allowed, entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The findings about the group's body that raise its cap."""
        facts = [entry["raised"]["when"]["finding"] for entry in entries if "raised" in entry]
        body = _group(figure)[1].partition("/")[0]
        columns = findings.c
        query = select(columns.fact, columns.number).where(
            columns.campaign == self.look.campaign.campaign, columns.subject == f"org:{body}", columns.holds
        )
        source = self._sources.get("ratings", "ratings")
        return [
            {"source": source, "number": row.number, "fact": row.fact}
            for row in self.look.read(query.where(columns.fact.in_(facts)))
        ]

    @cached_property
    def _groups(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The groups of the cap board."""
        return {key_of(group): group for group in self.look.cap_groups()}

    @cached_property
    def _caps(self) -> dict[str, Any]:
        return {cap.id: cap for cap in rules_of(self.look.read, self.look.campaign.rulebook).caps}

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {source: head.number for source, head in heads_of(self.look.read).items()}

    @cached_property
    def _sources(self) -> dict[str, str]:
        return events.by_service(self._positions)


def _behind(figure: Figure) -> dict[str, None]:
    """The figures that one is computed from, each once."""
    return dict.fromkeys((*(figure.part if isinstance(figure, Quotient) else ()), *_whole(figure)))


def _whole(figure: Figure) -> tuple[str, ...]:
    match figure:
        case Quotient():
            return figure.whole
        case Allowed():
            return figure.base
    return ()


def _group(figure: Allowed) -> tuple[str, str]:
    """The cap and the group, out of the key of what it is computed from."""
    _, cap, *group, _ = figure.base[0].split("/")
    return cap, "/".join(group)
