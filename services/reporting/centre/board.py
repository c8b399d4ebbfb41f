"""What all provinces say of one year: asked at the same time, each shown as it stands, and added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

import structlog

from services.reporting.centre.asking import Contact, Overview, Reporting, ReportingAway
from services.reporting.centre.provinces import Province
from services.reporting.domain.identities import FiguresDisagree
from services.reporting.domain.together import check, together
from shared.domain import Clock, Instant, NotFound

T = TypeVar("T")

AT_ONCE = 16
"""Provinces that are asked at the same time."""

_log = structlog.get_logger("centre")


class State(StrEnum):
    """How a province stands."""

    UP_TO_DATE = "up_to_date"
    BEHIND = "behind"
    """Its reporting answers, and has not heard the province for long, or knows that something is missing."""
    UNREACHABLE = "unreachable"
    """Its reporting does not answer; what it last said is shown and not added."""
    UNSOUND = "unsound"
    """Its figures contradict each other; they are neither shown nor added."""
    NO_CAMPAIGN = "no_campaign"


COUNTED = frozenset({State.UP_TO_DATE, State.BEHIND})
"""The states in which a province's figures are added."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One province in one year.

    `asked_at` is when `overview` was given, `silent_since` when its reporting last heard the province, where that is
    long ago. `others` are further campaigns of the year, which are left out. `cause` says why there is no answer.
    """

    province: Province
    state: State
    campaign: Mapping[str, Any] | None = None
    others: Sequence[str] = ()
    overview: Overview | None = None
    asked_at: Instant | None = None
    silent_since: Instant | None = None
    troubles: Sequence[Mapping[str, Any]] = ()
    cause: str = ""

    @property
    def is_counted(self) -> bool:
        return self.state in COUNTED


@dataclass(frozen=True, slots=True)
class Year:
    """All provinces in one year, and those of them together that are counted; None where none is."""

    year: int
    seen: Sequence[Seen]
    at: Instant
    together: Mapping[str, Any] | None = field(init=False)

    def __post_init__(self) -> None:
        overviews = {one.province.code: one.overview.figures for one in self.seen if one.is_counted and one.overview}
        object.__setattr__(self, "together", together(overviews) if overviews else None)

    @property
    def counted(self) -> list[Seen]:
        return [one for one in self.seen if one.is_counted]

    @property
    def left_out(self) -> list[Seen]:
        return [one for one in self.seen if not one.is_counted]


class Board:
    """Asks the provinces. It keeps the last answer of each in memory, for while one cannot be reached.

    A province is behind once nothing was heard of it for `silence` seconds.
    """

    def __init__(self, provinces: Iterable[Province], clock: Clock, silence: float) -> None:
        self._reportings = [Reporting(province) for province in provinces]
        self._clock = clock
        self._silence = silence
        self._campaigns: dict[str, list[dict[str, Any]]] = {}
        self._last: dict[tuple[str, int], Seen] = {}

    def years(self) -> tuple[dict[int, dict[str, dict[str, Any]]], list[Province]]:
        """The campaigns by year and province, the newest year first; and the provinces that did not answer, whose
        campaigns are those that they last told of."""
        answered = dict(zip(self._codes(), self._each(self._tell_campaigns), strict=True))
        found: dict[int, dict[str, dict[str, Any]]] = {}
        for code in self._codes():
            for campaign in sorted(self._campaigns.get(code, ()), key=_opening):
                found.setdefault(campaign["year"], {})[code] = campaign
        away = [reporting.province for reporting in self._reportings if not answered[reporting.province.code]]
        return dict(sorted(found.items(), reverse=True)), away

    def look(self, year: int) -> Year:
        """Ask all about one year. Raises NotFound if all answer and none has a campaign then."""
        seen = self._each(lambda reporting: self._look_at(reporting, year))
        if all(one.state is State.NO_CAMPAIGN for one in seen):
            raise NotFound(what=str(year))
        return Year(year, seen, self._clock.now())

    def contacts(self) -> dict[str, Contact | None]:
        """How each province is heard at this moment, by code; None where its reporting does not answer."""
        return dict(zip(self._codes(), self._each(_contact_of), strict=True))

    def _codes(self) -> list[str]:
        return [reporting.province.code for reporting in self._reportings]

    def _each(self, ask: Callable[[Reporting], T]) -> list[T]:
        with ThreadPoolExecutor(min(AT_ONCE, len(self._reportings)), "province") as pool:
            return list(pool.map(ask, self._reportings))

    def _tell_campaigns(self, reporting: Reporting) -> bool:
        try:
            self._campaigns[reporting.province.code] = reporting.campaigns()
        except ReportingAway as away:
            _log.warning("province_away", province=reporting.province.code, reason=str(away))
            return False
        return True

    def _look_at(self, reporting: Reporting, year: int) -> Seen:
        province = reporting.province
        try:
            seen = self._ask(reporting, year)
        except ReportingAway as away:
            _log.warning("province_away", province=province.code, reason=str(away))
            last = self._last.get((province.code, year), Seen(province, State.UNREACHABLE))
            return replace(last, state=State.UNREACHABLE, cause=str(away))
        except FiguresDisagree as fault:
            _log.error("province_unsound", province=province.code, reason=str(fault))
            return Seen(province, State.UNSOUND, cause=str(fault))
        self._last[province.code, year] = seen
        return seen

    def _ask(self, reporting: Reporting, year: int) -> Seen:
        """Raises ReportingAway and FiguresDisagree."""
        province, told = reporting.province, reporting.campaigns()
        self._campaigns[province.code] = told
        of_the_year = sorted((campaign for campaign in told if campaign["year"] == year), key=_opening)
        if not of_the_year:
            return Seen(province, State.NO_CAMPAIGN)
        *others, campaign = of_the_year
        overview, contact = reporting.overview(campaign["campaign"]), reporting.contact()
        check(province.code, overview.figures)
        now, is_silent = self._clock.now(), contact.silent_seconds > self._silence
        return Seen(
            province,
            State.BEHIND if is_silent or contact.troubles else State.UP_TO_DATE,
            campaign,
            [other["campaign"] for other in others],
            overview,
            asked_at=now,
            silent_since=now - timedelta(seconds=contact.silent_seconds) if is_silent else None,
            troubles=contact.troubles,
        )


def _opening(campaign: Mapping[str, Any]) -> tuple[str, str]:
    """Of several campaigns in one year, the one that was opened last is shown."""
    return campaign["opened_on"], campaign["campaign"]


def _contact_of(reporting: Reporting) -> Contact | None:
    try:
        return reporting.contact()
    except ReportingAway:
        return None
