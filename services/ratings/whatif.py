"""A campaign's facts under another rulebook or another base of its caps. It reads the tables and records nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.ratings.capgroups import cap_groups
from services.ratings.domain.campaign import Campaign
from services.ratings.domain.decisions.capboard import Group
from services.ratings.domain.errors import NothingElse, UnknownCapBase
from services.ratings.domain.proposal.whatif import Change, NotComparable, compared
from services.ratings.domain.rules.caps import BASES, Cap
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.proposals import derived_now
from services.ratings.proposing import concerned
from services.ratings.readmodel import campaign_of, rulebook_of
from shared.register import Reader


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is asked: a campaign under another rulebook, another base of the caps, or both.

    Only what stands at or below one of `paths`; without them the whole province.
    """

    read: Reader
    campaign: Campaign
    now: Rulebook
    other: Rulebook
    base: str | None
    paths: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls,
        read: Reader,
        campaign: str,
        other: Rulebook | None,
        base: str | None,
        paths: tuple[str, ...] | None = None,
    ) -> WhatIf:
        """Without an `other` rulebook the campaign's own. Raises NothingElse, UnknownCapBase, UnknownCampaign and
        UnknownRulebook.
        """
        if not (other or base):
            raise NothingElse(field="?rulebook")
        if base is not None and base not in BASES:
            raise UnknownCapBase(field="?cap_base", value=base, bases=list(BASES))
        opened = campaign_of(read, campaign)
        now = rulebook_of(read, opened.rulebook)
        return cls(read, opened, now, other or now, base, paths)

    @property
    def caps(self) -> tuple[Cap, ...]:
        """The other caps."""
        return tuple(cap.with_base(self.base) for cap in self.other.caps) if self.base else self.other.caps

    def subjects(self, after: str | None, limit: int) -> list[str]:
        """The next subjects to look at: none where only the base is another, as no derived level depends on it."""
        if self.other.code == self.now.code:
            return []
        return concerned(self.read, self.campaign.code, after, limit, self.paths)

    def compared(self, codes: Iterable[str]) -> list[Change | NotComparable]:
        """Those of the subjects whose level would change, and those whose facts do not fit.

        The levels assigned so far stand, as facts. Who has no derived level now is not compared.
        """
        derived = derived_now(self.read, self.campaign.code, codes)
        found = (
            compared(subject, it.evidence, it.proposal, self.now, self.other)
            for subject, it in derived.items()
            if it.proposal is not None
        )
        return [it for it in found if it is not None]

    def groups(self) -> list[dict[str, Any]]:
        """The groups that are over a cap, now or under the other caps, with the levels assigned so far.

        `over_now` is null for a group that the campaign's own caps do not know.
        """
        now, then = self._groups(self.now.caps), self._groups(self.caps)
        over = {key for groups in (now, then) for key, group in groups.items() if _is_over(group)}
        return [_shown(now.get(key), group) for key, group in then.items() if key in over]

    def _groups(self, caps: Iterable[Cap]) -> Mapping[tuple[str, str], Group]:
        paths = (f"/{self.campaign.province}/",) if self.paths is None else self.paths
        groups = cap_groups(self.read, self.campaign, caps, paths)
        return {(group.cap.code, group.name): group for group in groups}


def page_of(asked: WhatIf, after: str | None, limit: int) -> dict[str, Any]:
    """What one page answers: it looks at `limit` subjects, and lists those of whom there is something to say.

    The cap groups stand on the first page. `last` is the last subject looked at if others follow.
    """
    codes = asked.subjects(after, limit + 1)
    found = asked.compared(codes[:limit])
    page = {
        "rulebook": asked.now.code,
        "other": asked.other.code,
        "cap_base": asked.base,
        "examined": len(codes[:limit]),
        "items": [_change(it) for it in found if isinstance(it, Change)],
        "not_comparable": [_mismatch(it) for it in found if isinstance(it, NotComparable)],
        "last": codes[limit - 1] if len(codes) > limit else None,
    }
    return page if after else page | {"caps": asked.groups()}


def _change(change: Change) -> dict[str, Any]:
    return {
        "subject": change.subject,
        "from": change.before,
        "to": change.after,
        "conditions": list(change.conditions),
        "under": change.under,
        "unknown": list(change.unknown),
    }


def _mismatch(subject: NotComparable) -> dict[str, Any]:
    return {"subject": subject.subject, "reason": subject.reason.value, "criteria": list(subject.criteria)}


def _shown(now: Group | None, then: Group) -> dict[str, Any]:
    cap, tally = then.cap, then.tally
    return {
        "cap": cap.code,
        "group": then.name,
        "base": cap.base_name,
        "excellent": cap.excellent(tally),
        "allowed": cap.allowed(tally),
        "over": _is_over(then),
        "over_now": None if now is None else _is_over(now),
        "overrides": sorted(then.overrides),
    }


def _is_over(group: Group) -> bool:
    return group.cap.is_exceeded_by(group.tally)
