"""The live checklist of a dossier: what must lie in it, what is there, and what else holds it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.dossiers.checklist import Line, checklist
from services.reviews.domain.dossiers.dossier import WITH_THE_SENDER, Due, State
from services.reviews.domain.dossiers.errors import DossierIncomplete, NotRated, PointsUnsettled
from services.reviews.domain.dossiers.requirements import OwingSubject
from services.reviews.domain.errors import UnknownSubject
from services.reviews.owing import contents_among, owing_among, owing_for, points_waiting
from services.reviews.readmodel.campaigns import campaigns, cited_in
from services.reviews.readmodel.dossiers import dossier_of
from services.reviews.readmodel.locks import extension_of
from services.reviews.readmodel.store import gate
from shared.admission import Act
from shared.contracts.vocabulary import DOSSIER_DOCUMENTS, DOSSIER_STATES
from shared.domain import Instant, Refusal, iso, plain
from shared.gate import gate_of
from shared.register import Reader
from shared.subjects import Subject


def checklist_of(
    read: Reader, campaign: str, subject: Subject, named: Collection[str], now: Instant, language: str
) -> dict[str, Any]:
    """The checklist as it stands at `now`. `named` are documents that are at hand besides what the service knows.

    Raises NotFound for an unknown campaign.
    """
    code, row = subject.code, dossier_of(read, campaign, subject.code)
    state = State(row.state) if row else State.NONE
    owing = owing_among(read, campaign, [code]).get(code)
    review = contents_among(read, campaign, [code])[code].review
    lines = checklist(
        owing.requirements if owing else (),
        forwarded=(row and row.documents) or (),
        named=named,
        form=review.form if review else None,
    )
    insufficient = points_waiting(read, campaign, [code]).get(code, ())
    against = list(_against(read, campaign, subject, state, owing, lines, insufficient, now))
    cited_in(read, campaign, against)
    due = _due(read, campaign, subject.unit)
    return {
        "campaign": campaign,
        "subject": code,
        "state": state.value,
        "state_text": _say(DOSSIER_STATES, state.value, language),
        "owed": bool(owing_for(read, campaign, code)),
        "documents": [_line(line, language) for line in lines],
        "missing": [line.requirement.document for line in lines if line.missing],
        "may_be_forwarded": state in WITH_THE_SENDER and not against,
        "held_back_by": [_reason(refusal, language) for refusal in against],
        "acceptance_waits_for": points_waiting(read, campaign, [code], unanswered=True).get(code, []),
        "deadline": plain(due.deadline),
        "extended": due.extended,
        "late_from": iso(due.deadline.end),
        "on_time": row.on_time if row and row.on_time is not None else due.deadline.allows(now),
        "server_time": iso(now),
    }


def _against(
    read: Reader,
    campaign: str,
    subject: Subject,
    state: State,
    owing: OwingSubject | None,
    lines: Iterable[Line],
    insufficient: Collection[str],
    now: Instant,
) -> Iterator[Refusal]:
    """Everything for which a forwarding would be refused at this moment."""
    first = state in (State.NONE, State.NOTHING_TO_REPORT)
    try:
        gate_of(gate, read, campaign).admit(Act.NEW if first else Act.CORRECTION, subject.unit, now)
    except Refusal as refusal:
        yield refusal
    if owing is None:
        yield UnknownSubject(value=subject.code)
        return
    if missing := sorted(line.requirement.document for line in lines if line.missing):
        yield DossierIncomplete(subject=subject.code, missing=missing)
    if owing.awaits_rating:
        yield NotRated(subject=subject.code)
    if insufficient:
        yield PointsUnsettled(subject=subject.code, points=sorted(insufficient))


def _due(read: Reader, campaign: str, unit: str | None) -> Due:
    if given := extension_of(read, campaign, unit):
        return Due(Deadline(date.fromisoformat(given.until), given.rule, given.zone), extended=True)
    [row] = read(select(campaigns.c.facts).where(campaigns.c.campaign == campaign))
    stated = row.facts["dossier_deadline"]
    return Due(Deadline(date.fromisoformat(stated["date"]), stated["rule"], stated["zone"]))


def _line(line: Line, language: str) -> dict[str, Any]:
    requirement = line.requirement
    return {
        "document": requirement.document,
        "name": _say(DOSSIER_DOCUMENTS, requirement.document, language),
        "needed": requirement.needed,
        "why": requirement.why.value,
        "why_text": line.why(language),
        "entry": requirement.entry,
        "source": requirement.source,
        "certainty": requirement.certainty,
        "forms": requirement.forms,
        "there": line.there,
        "missing": line.missing,
    }


def _reason(refusal: Refusal, language: str) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "detail": refusal.say(language),
        "way_out": refusal.way_out(language),
        "rule": refusal.rule,
    }


def _say(words: Mapping[str, tuple[str, str]], code: str, language: str) -> str:
    return words.get(code, (code, code))[0 if language == "vi" else 1]
