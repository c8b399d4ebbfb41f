"""The pages that name single subjects: lists, one subject, prompts, refused decisions."""

from __future__ import annotations

from services.reporting.api.figures import SEE_NAMES, SEE_SUBJECTS, has_role
from services.reporting.api.framing import shown, units_by_name
from services.reporting.api.lists import glance_at, look_at, of_subject, told_in_full
from services.reporting.domain.levels import LEVELS
from services.reporting.following import points
from services.reporting.page import Language
from services.reporting.page.course import bodies_in, told
from services.reporting.page.labels import LABELS
from services.reporting.page.schemas import InLanguage, ListPageQuery, PromptsPageQuery, SubjectsPageQuery
from services.reporting.page.words import SHORT_LEVELS, say
from services.reporting.queries import called_in
from services.reporting.roster.lists import NOT_RATED, SORTS, STATES, types_of
from services.reporting.roster.refusals import refused_documents
from services.reporting.roster.schemas import LIST_FILTERS
from shared.contracts import vocabulary
from shared.web import Answer, Call, Page, own, resource

HTML = "text/html"
TYPES = {**vocabulary.ORGANIZATION_TYPES, **vocabulary.COLLECTIVE_TYPES}


@resource(
    "GET",
    "/campaigns/<campaign>/pages/subjects",
    roles=SEE_SUBJECTS,
    scope=own,
    query=SubjectsPageQuery,
    produces=HTML,
    summary="The subjects of one kind: filtered, searched, sorted as Vietnamese is",
)
def show_subjects_page(call: Call, campaign: str) -> Answer:
    look, query = glance_at(call, campaign), call.query
    language: Language = query["lang"]
    more = {
        "listed": look.subjects(query),
        "started": bool(query.get("cursor")),
        "filters": {name: query[name] for name in LIST_FILTERS if query[name]},
        "named": look.people or query["kind"] in ("org", "col"),
        "units": list(units_by_name(look, look.by_unit()).items()),
        "levels_to_choose": [(level, say(SHORT_LEVELS, level, language)) for level in (*LEVELS, NOT_RATED)],
        "states": [
            (name, say(LABELS, f"state_{name}", language))
            for name, state in STATES.items()
            if query["kind"] in state.kinds
        ],
        "types": [
            (type_, say(TYPES, type_, language)) for type_ in types_of(call.read, campaign, look.scope, query["kind"])
        ],
        "sorts": [(name, say(LABELS, f"sort_{name}", language)) for name in SORTS],
    }
    return shown(call, look, "subjects", "subjects.html", **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/subjects/<subject>",
    roles=SEE_SUBJECTS,
    scope=of_subject,
    query=InLanguage,
    produces=HTML,
    summary="One subject: the decision, the proposal, and its course",
)
def show_subject_page(call: Call, campaign: str, subject: str) -> Answer:
    look = look_at(call, campaign)
    row = told_in_full(look, subject)
    bodies = {f"org:{body}" for body in bodies_in(row["course"])}
    names = called_in(call.read, campaign, bodies, people=False)
    more = {"row": row, "course": told(row["course"], names, call.query["lang"])}
    return shown(call, look, "subjects", "subject.html", rest=subject, **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/prompts",
    roles=SEE_SUBJECTS,
    scope=own,
    query=PromptsPageQuery,
    produces=HTML,
    summary="The prompts and whether they were answered",
)
def show_prompts_page(call: Call, campaign: str) -> Answer:
    look = look_at(call, campaign)
    rows = points.by_issuer_and_unit(look)
    issuers = {f"org:{row['issued_by']}" for row in rows}
    more = {
        "listed": points.list_prompts(look, call.query),
        "by_issuer": rows,
        "point_states": list(points.STATES),
        "names": called_in(call.read, campaign, issuers | {f"org:{row['unit']}" for row in rows}, people=False),
        "started": bool(call.query.get("cursor")),
        "units": list(units_by_name(look, look.by_unit()).items()),
    }
    return shown(call, look, "prompts", "prompts.html", **more)


@resource(
    "GET",
    "/campaigns/<campaign>/pages/refusals",
    roles=SEE_SUBJECTS,
    scope=own,
    query=ListPageQuery,
    produces=HTML,
    summary="The decisions that were refused, with every reason and whom it concerns",
)
def show_refusals_page(call: Call, campaign: str) -> Answer:
    look = look_at(call, campaign)
    listed = refused_documents(look, Page.of(call.query))
    bodies = {f"org:{refusal['decided_by']}" for refusal in listed["items"]}
    subjects = {fault["subject"] for refusal in listed["items"] for fault in refusal["faults"]}
    names = called_in(call.read, campaign, bodies | subjects, people=has_role(call, SEE_NAMES))
    started = bool(call.query.get("cursor"))
    return shown(call, look, "refusals", "refusals.html", names=names, listed=listed, started=started)
