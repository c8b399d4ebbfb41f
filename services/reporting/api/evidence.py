"""The evidence of figures, as data and as pages, and the events that it consists of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.api.figures import READERS, SEE_NAMES, SEE_SUBJECTS, has_role
from services.reporting.api.following import today
from services.reporting.api.framing import shown, units_by_name
from services.reporting.api.lists import look_at, of_subject
from services.reporting.evidence import events
from services.reporting.evidence.behind import Evidence
from services.reporting.evidence.schemas import EventItem, EvidenceAnswer, EvidenceQuery
from services.reporting.page.course import bodies_in, told
from services.reporting.page.evidence import shown_items, title, with_titles
from services.reporting.page.schemas import EvidencePageQuery, InLanguage
from services.reporting.queries import called_in, heads_of
from shared.web import Answer, Call, OutOfSight, Page, Place, own, resource

HTML = "text/html"
SEE_ACTORS = {"board_officer"}
"""Who recorded something is told to the boards that answer for the records; others see on whose behalf."""

Values = Mapping[str, Any]


def of_event(call: Call, values: Values, item: Values | None) -> Place | None:
    """An event belongs to whom it tells of in the campaign; one about a decision document to the deciding body."""
    row = events.event_at(call.read, values["service"], values["number"])
    if row is None or row.campaign not in (None, values["campaign"]):
        return None
    kind, _, code = row.subject.partition(":")
    if kind == "decision":
        return Place(code.partition(" ")[0])
    return of_subject(call, {**values, "subject": row.subject}, None)


@resource(
    "GET",
    "/campaigns/<campaign>/evidence/<path:figure>",
    roles=READERS,
    scope=own,
    query=EvidenceQuery,
    answers=EvidenceAnswer,
    summary="What is behind a figure of the overview, named by its place there: whom it counts, and by which events",
)
def show_evidence(call: Call, campaign: str, figure: str) -> dict[str, Any]:
    return _evidence(call, campaign, figure)


@resource(
    "GET",
    "/campaigns/<campaign>/events/<service>/<int:number>",
    roles=SEE_SUBJECTS,
    scope=of_event,
    answers=EventItem,
    summary="One event by its number in the log of its service, with what reporting keeps of it",
)
def show_event(call: Call, campaign: str, service: str, number: int) -> dict[str, Any]:
    return _event(call, service, number)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/evidence/<path:figure>",
    roles=READERS,
    scope=own,
    query=EvidencePageQuery,
    produces=HTML,
    summary="What is behind a figure, as a page that leads to the events",
)
def show_evidence_page(call: Call, campaign: str, figure: str) -> Answer:
    look = look_at(call, campaign)
    evidence = _evidence(call, campaign, figure)
    unit, language = evidence["unit"], call.query["lang"]
    named = {f"org:{part}" for part in figure.split("/")}
    names = _bodies(call, campaign, [event for item in evidence["items"] for event in item["events"]])
    names |= called_in(call.read, campaign, named, people=False)
    more = {
        "evidence": evidence,
        "shown_items": shown_items(evidence["items"], names, language),
        "unit_name": unit and units_by_name(look, [unit])[unit],
        "figure_title": title(figure, names, language),
        "parts": [(side, with_titles(evidence[side], names, language)) for side in ("part", "whole")],
        "started": bool(call.query.get("cursor")),
    }
    return shown(call, look, "evidence", "evidence.html", rest=figure, names=names, **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/events/<service>/<int:number>",
    roles=SEE_SUBJECTS,
    scope=of_event,
    query=InLanguage,
    produces=HTML,
    summary="One event as a page",
)
def show_event_page(call: Call, campaign: str, service: str, number: int) -> Answer:
    look, event = look_at(call, campaign), _event(call, service, number)
    happened = {**event, "service": service}
    people = has_role(call, SEE_NAMES)
    names = _bodies(call, campaign, [happened]) | called_in(call.read, campaign, {event["about"]}, people=people)
    [in_words] = told([happened], names, call.query["lang"])
    more = {"event": happened, "in_words": in_words}
    return shown(call, look, "events", "event.html", rest=f"{service}/{number}", names=names, **more)


def _bodies(call: Call, campaign: str, happened: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The names of the organizations that the events name."""
    codes = bodies_in(happened) | {event["acted_for"] for event in happened}
    return called_in(call.read, campaign, {f"org:{code}" for code in codes}, people=False)


def _evidence(call: Call, campaign: str, figure: str) -> dict[str, Any]:
    look, unit = look_at(call, campaign), call.query["unit"]
    if unit is not None:
        if unit not in look.by_unit():
            raise OutOfSight()
        look = look.within_unit(unit)
    evidence = Evidence(look, has_role(call, SEE_SUBJECTS), has_role(call, SEE_ACTORS), today(call, look))
    return evidence.of(figure, Page.of(call.query))


def _event(call: Call, service: str, number: int) -> dict[str, Any]:
    sources = events.by_service(heads_of(call.read))
    row = events.event_at(call.read, service, number)
    if row is None:
        raise OutOfSight()
    return events.told(row, sources, actors=has_role(call, SEE_ACTORS))
