"""Who owes a dossier in a campaign, and what must lie in it: the domain's question, asked of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from services.reviews.domain.dossiers.content import Content, HandedIn
from services.reviews.domain.dossiers.requirements import OwingSubject, owes_dossier, owing_subject
from services.reviews.domain.expectations.owed import Owed
from services.reviews.domain.reviews.review import Status
from services.reviews.readmodel.attachments import attachments
from services.reviews.readmodel.campaigns import campaigns, rulebook_content
from services.reviews.readmodel.dossiers import rated_among
from services.reviews.readmodel.expected import expected, expected_among
from services.reviews.readmodel.prompts import open_points, prompts_of
from services.reviews.readmodel.reviews import reviews
from services.reviews.readmodel.store import register
from services.reviews.readmodel.tree import below, subjects_in
from shared.domain import NotFound
from shared.register import Reader, among
from shared.subjects import Kind


def owing_among(read: Reader, campaign: str, codes: Iterable[str]) -> dict[str, OwingSubject]:
    """Those among the subjects `codes` that owe a dossier. Raises NotFound for an unknown campaign."""
    rulebook_code, day = _terms(read, campaign)
    rulebook = rulebook_content(read, rulebook_code)
    assert rulebook is not None, "a campaign is drafted under a known rulebook only"
    known = subjects_in(read, campaign, codes)
    owing = {code: subject for code, subject in known.items() if owes_dossier(subject, day)}
    prompted = prompts_of(read, campaign, owing)
    rated = rated_among(read, campaign, owing)
    return {
        code: owing_subject(subject, rulebook, day, prompted=code in prompted, rated=code in rated)
        for code, subject in owing.items()
    }


def owing_for(read: Reader, campaign: str, subject: str) -> list[str]:
    """Who is expected to send a dossier: the subject itself, or for an organization everybody in it and below it.

    What an officer has waived is not expected.
    """
    kind, _, code = subject.partition(":")
    if kind != Kind.ORGANIZATION:
        return [one.subject for one in expected_among(read, campaign, [subject]).values() if Owed.DOSSIER in one.owes]
    organizations = register.of(campaign).organizations
    query = (
        select(expected.c.subject)
        .join(organizations, organizations.c.code == expected.c.organization)
        .where(expected.c.campaign == campaign, expected.c.dossier.is_(True), below(read, campaign, code))
        .order_by(expected.c.subject)
    )
    return [row.subject for row in read(query)]


def contents_among(read: Reader, campaign: str, codes: Iterable[str]) -> dict[str, Content]:
    """What this service holds of the dossiers of the subjects `codes`."""
    wanted = set(codes)
    prompted = prompts_of(read, campaign, wanted)
    handed_in = select(reviews).where(reviews.c.campaign == campaign, reviews.c.status != Status.DRAFT.value)
    found = {
        row.subject: HandedIn(row.form, row.version, row.content_sha256)
        for row in among(read, handed_in, reviews.c.subject, wanted)
    }
    attached: dict[str, list[str]] = defaultdict(list)
    files = select(attachments.c.subject, attachments.c.attachment_sha256).where(attachments.c.campaign == campaign)
    files = files.where(attachments.c.withdrawn_at.is_(None))
    for row in among(read, files, attachments.c.subject, wanted):
        attached[row.subject].append(row.attachment_sha256)
    return {
        code: Content(found.get(code), tuple(prompted.get(code, ())), tuple(attached.get(code, ()))) for code in wanted
    }


def points_waiting(
    read: Reader, campaign: str, codes: Iterable[str], *, unanswered: bool = False
) -> dict[str, list[str]]:
    """The points, PROMPT/NUMBER, whose answer was found insufficient; with `unanswered` also those without one."""
    found = open_points(read, campaign, codes, unanswered=unanswered)
    return {subject: [f"{point.prompt}/{point.point}" for point in points] for subject, points in found.items()}


def _terms(read: Reader, campaign: str) -> tuple[str, date]:
    """The campaign's rulebook and reference date."""
    rows = read(select(campaigns.c.rulebook, campaigns.c.reference_date).where(campaigns.c.campaign == campaign))
    if not rows:
        raise NotFound(what=f"campaign {campaign}", field="/campaign", value=campaign)
    return rows[0].rulebook, date.fromisoformat(rows[0].reference_date)
