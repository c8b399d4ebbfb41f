"""What the rules propose for subjects at this moment: for one that somebody looks at, or for many that are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.ratings.domain.decisions.picture import Standing
from services.ratings.domain.proposal.derivation import Proposal, derive
from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.proposal.explanation import Explanation, explain
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.gathering import picture_of
from shared.register import Reader
from shared.subjects import Subject


@dataclass(frozen=True, slots=True)
class Derived:
    """A proposal and the evidence that it rests on. Without degrees there is no proposal."""

    proposal: Proposal | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Explained:
    """A subject's proposal with everything behind it, and the level that stands, if one was assigned."""

    subject: Subject
    rulebook: Rulebook
    explanation: Explanation
    assigned: str | None


def explained_now(read: Reader, campaign: str, code: str) -> Explained | None:
    """Why the rules propose what they propose now. None for who is no subject of the campaign.

    Raises UnknownCampaign and UnknownRulebook.
    """
    picture = picture_of(read, campaign, [code])
    subject = picture.subject(code)
    if subject is None:
        return None
    explanation = explain(picture.rulebook, subject.kind, Standing(picture).evidence(subject))
    return Explained(subject, picture.rulebook, explanation, picture.levels.get(code))


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
