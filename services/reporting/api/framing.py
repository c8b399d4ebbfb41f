"""What all pages of a campaign have in common: who may see which, and the frame that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from services.reporting.api.figures import ISSUERS, SEE_SUBJECTS, has_role
from services.reporting.domain.subjects import UNITS
from services.reporting.domain.units import in_reading_order
from services.reporting.page import Frame, Language, rendered
from services.reporting.page.labels import PAGES
from services.reporting.policies import SOURCES
from services.reporting.readmodel import register
from services.reporting.roster.look import Look
from services.reporting.roster.telling import names_in
from shared.web import Answer, Call, Page
from shared.web.refusals import InvalidCursor

T = TypeVar("T")

OF_SUBJECTS = frozenset({"subjects", "plans", "prompts", "refusals", "help"})
"""Pages that name single subjects."""


def shown(
    call: Call,
    look: Look,
    page: str,
    template: str,
    rest: str = "",
    names: Mapping[str, str] | None = None,
    **more: Any,
) -> Answer:
    """A page of the campaign in its frame. `names` are those that the template asks for by subject."""
    language: Language = call.query["lang"]
    campaign = look.campaign
    limited = None if look.scope.whole else call.caller.organization
    around = names_in(look.read, campaign.campaign, {f"org:{campaign.province}", f"org:{limited}"})
    frame = Frame(
        campaign=campaign.facts,
        open=_open(call, look),
        units=None if look.scope.whole else _whole_units(look),
        province=around.get(f"org:{campaign.province}", campaign.province),
        scope=limited and around.get(f"org:{limited}", limited),
        positions=heard(call),
        at=look.said_last() or call.now,
        language=language,
        page=page,
        rest=rest,
        query=call.request.args,
        as_of=call.as_of,
    )
    html = rendered(template, language, frame=frame, names=names or {}, query=call.query, **more)
    return Answer.page(html, headers={"Content-Language": language})


def heard(call: Call) -> dict[str, int]:
    """How far each service has been heard that has said anything."""
    return {service: call.positions[service] for service in sorted(SOURCES) if call.positions[service]}


def units_by_name(look: Look, units: Iterable[str]) -> dict[str, str]:
    """The units' names by code: the province first, the others in the order of their names."""
    wanted = tuple(units)
    return look.as_registered(("units by name", wanted), lambda: _by_name(look, wanted))


def _by_name(look: Look, units: Iterable[str]) -> dict[str, str]:
    called = names_in(look.read, look.campaign.campaign, {f"org:{unit}" for unit in units})
    ordered = in_reading_order(units, called, look.campaign.province)
    return {unit: called.get(f"org:{unit}", unit) for unit in ordered}


def part_of(call: Call, whole: Sequence[T]) -> tuple[Sequence[T], str | None, bool]:
    """The part of a short list that is asked for, where it goes on, and whether it is not the first."""
    page = Page.of(call.query)
    match page.after:
        case None:
            start = 0
        case (int(start),) if start >= 0:
            pass
        case _:
            raise InvalidCursor()
    listed = page.show(whole[start : start + page.fetch], key=lambda _: (start + page.limit,), form=lambda row: row)
    return listed["items"], listed["next"], start > 0


def _whole_units(look: Look) -> frozenset[str]:
    """The units that lie in the reader's sight with all that belongs to them."""
    view = register.of(look.campaign.campaign)
    columns = view.organizations.c
    query = select(columns.code).where(look.scope.holds(view), columns.type.in_(UNITS))
    return frozenset(row.code for row in look.read(query))


def _open(call: Call, look: Look) -> frozenset[str]:
    """The pages that the caller may see."""
    pages = set(PAGES)
    if not has_role(call, SEE_SUBJECTS):
        pages -= OF_SUBJECTS
    if not (look.scope.whole and has_role(call, {*ISSUERS, "central_reader"})):
        pages.discard("reports")
    return frozenset(pages)
