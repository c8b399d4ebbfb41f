"""What the rules propose for subjects at this moment: for one that somebody looks at, or for many that are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.ratings.domain.derivation import Proposal, derive
from services.ratings.domain.evidence import Evidence
from services.ratings.domain.picture import Standing
from services.ratings.gathering import picture_of
from shared.register import Reader


@dataclass(frozen=True, slots=True)
class Derived:
    """A proposal and the evidence that it rests on. Without degrees there is no proposal."""

    proposal: Proposal | None
    evidence: Evidence


def derived_now(read: Reader, campaign: str, codes: Iterable[str]) -> dict[str, Derived]:
    """By subject, what the rules derive from what is known now. Who is no subject of the campaign is left out.

    Raises UnknownCampaign and UnknownRulebook.
    """
    codes = list(codes)
    picture = picture_of(read, campaign, codes)
    standing = Standing(picture)
    known = [subject for subject in map(picture.subject, codes) if subject is not None]
    evidence = {subject.code: standing.evidence(subject) for subject in known}
    return {
        subject.code: Derived(derive(picture.rulebook, subject.kind, evidence[subject.code]), evidence[subject.code])
        for subject in known
    }
