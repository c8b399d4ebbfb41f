"""What can be asked about dossiers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from services.reviews.commands.campaigns import admit
from services.reviews.domain.campaigns.campaign import Act, Campaign
from services.reviews.domain.dossiers.content import Content, manifest
from services.reviews.domain.dossiers.dossier import Dossier, Due, Forwarding
from services.reviews.domain.dossiers.errors import PointsUnsettled
from services.reviews.domain.dossiers.requirements import OwingSubject
from services.reviews.owing import contents_among, owing_among, owing_for, points_waiting
from services.reviews.readmodel.store import texts
from services.reviews.readmodel.tree import organizations_in, subjects_in
from shared.domain import Refusal
from shared.eventstore import Unit
from shared.register import Reader
from shared.subjects import Subject
from shared.texts import keep_text


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the tables say about one forwarding: whose dossier, what it must hold and holds, who sends it.

    `insufficient` are the points whose answers were found so and have not been given anew.
    """

    subject: Subject | None
    owing: OwingSubject | None
    content: Content
    insufficient: frozenset[str]
    sender_known: bool


def circumstances(
    read: Reader, campaign: str, sent: Collection[tuple[str, str | None]]
) -> dict[tuple[str, str | None], Circumstances]:
    """The circumstances of each forwarding, by subject and sender. Raises NotFound for an unknown campaign."""
    codes = {subject for subject, _ in sent}
    known, owing = subjects_in(read, campaign, codes), owing_among(read, campaign, codes)
    contents, insufficient = contents_among(read, campaign, codes), points_waiting(read, campaign, codes)
    senders = organizations_in(read, campaign, (sender for _, sender in sent))
    return {
        (code, sender): Circumstances(
            known.get(code),
            owing.get(code),
            contents[code],
            frozenset(insufficient.get(code, ())),
            sender in senders,
        )
        for code, sender in sent
    }


def forward_dossier(unit: Unit, dossier: Dossier, forwarding: Forwarding, about: Circumstances) -> list[Refusal]:
    """Forward a dossier, or keep that it was tried. Gives everything that stood against it.

    Raises PointsUnsettled while the answer to a point is insufficient.
    """
    admit(unit, dossier.campaign, Act.CORRECTION if dossier.first else Act.NEW, about.subject)
    if faults := dossier.faults(forwarding, about.owing, about.sender_known):
        unit.record(dossier, dossier.refuse(forwarding, faults))
        return faults
    if not dossier.takes(forwarding):
        return []
    if about.insufficient:
        raise PointsUnsettled(subject=dossier.subject, points=sorted(about.insufficient), field="/subject")
    content_sha256 = keep_text(unit, texts, manifest(dossier.campaign, dossier.subject, forwarding, about.content))
    unit.record(dossier, dossier.forward(forwarding, _due(unit, dossier.campaign, about.subject), content_sha256))
    return []


def receive_dossier(unit: Unit, campaign: str, subject: Subject) -> None:
    dossier, board = _as_seen(unit, campaign, subject)
    unit.record(dossier, dossier.receive(board, unit.context.now))


def accept_dossier(unit: Unit, campaign: str, subject: Subject) -> None:
    dossier, board = _as_seen(unit, campaign, subject)
    waiting = points_waiting(unit.tables.rows, campaign, [subject.code], unanswered=True)
    unit.record(dossier, dossier.accept(board, unit.context.now, waiting.get(subject.code, ())))


def return_dossier(unit: Unit, campaign: str, subject: Subject, remarks: str) -> None:
    dossier, board = _as_seen(unit, campaign, subject)
    unit.record(dossier, dossier.send_back(board, unit.context.now, keep_text(unit, texts, remarks)))


def recall_dossier(unit: Unit, campaign: str, subject: Subject, remarks: str) -> None:
    dossier, _ = _as_seen(unit, campaign, subject, Act.CORRECTION)
    unit.record(dossier, dossier.recall(unit.context.now, keep_text(unit, texts, remarks)))


def confirm_nothing_to_report(unit: Unit, campaign: str, subject: Subject, confirmed_by: str) -> None:
    admit(unit, campaign, Act.NEW, subject)
    dossier = unit.load(Dossier, f"{campaign}/{subject.code}")
    owing = owing_for(unit.tables.rows, campaign, subject.code)
    unit.record(dossier, dossier.confirm_nothing_to_report(confirmed_by, unit.context.now, owing))


def _as_seen(unit: Unit, campaign: str, subject: Subject, act: Act = Act.HANDLING) -> tuple[Dossier, str]:
    """The dossier as the caller saw it, and the province, in whose name the receiving board acts."""
    admit(unit, campaign, act, subject)
    dossier = unit.load(Dossier, f"{campaign}/{subject.code}")
    unit.expect(dossier)
    return dossier, unit.load(Campaign, campaign).require().province


def _due(unit: Unit, campaign: str, subject: Subject | None) -> Due:
    opened = unit.load(Campaign, campaign)
    place = subject and subject.unit
    return Due(opened.dossier_deadline(place), extended=opened.extension(place) is not None)
