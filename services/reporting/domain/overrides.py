"""The documents that allowed exceeding a cap: each stays visible, also once it is not needed any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from services.reporting.domain.caps import Cap
from services.reporting.domain.levels import LEVELS


class OverrideRow(NamedTuple):
    """One decision about a subject under such a document; it stands unless a later one replaced it.

    `type` is that of an organization or collective, and the group of a leader's post; members have none.
    """

    subject: str
    type: str | None
    decided_by: str
    document: str
    override: str
    level: str
    reason: str | None
    stands: bool

    @property
    def grassroots(self) -> str:
        """A member is decided by the own grassroots organization, and was counted there."""
        return self.decided_by

    @property
    def post_group(self) -> str | None:
        return self.type


class _Use(NamedTuple):
    """What a document allowed in which group of a cap, by which decision. Without a cap, the body is the group."""

    cap: str | None
    group: str
    override: str
    decided_by: str
    document: str


def overrides(
    rows: Iterable[OverrideRow], caps: Collection[Cap], over_cap: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Every use of such a document, by cap and group.

    `excellent` counts the best levels given by it, `standing` those that still stand. It is `needed` while its
    group is among those `over_cap` and a rating that it allowed stands. `subjects` are the ratings themselves.
    """
    uses: dict[_Use, list[OverrideRow]] = defaultdict(list)
    for row in rows:
        for cap, group in _groups(row, caps):
            uses[_Use(cap, group, row.override, row.decided_by, row.document)].append(row)
    best: dict[str | None, str] = {None: LEVELS[0], **{cap.id: cap.level for cap in caps}}
    over = {(group["cap"], group["group"]) for group in over_cap}
    return [_told(use, uses[use], best[use.cap], over=(use.cap, use.group) in over) for use in sorted(uses, key=_order)]


def aggregates(uses: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The aggregates alone: nothing that names a single subject, nor the reasons given for one."""
    return [{name: value for name, value in use.items() if name != "subjects"} for use in uses]


def _groups(row: OverrideRow, caps: Iterable[Cap]) -> Iterator[tuple[str | None, str]]:
    """The cap groups in which the rating counted when it was given. None counts it: shown all the same."""
    found = False
    for cap in caps:
        if group := cap.group_of(row.subject[:3], row):
            found = True
            yield cap.id, "/".join(group)
    if not found:
        yield None, row.decided_by


def _order(use: _Use) -> tuple[str, ...]:
    return (use.cap or "", *use[1:])


def _told(use: _Use, rows: Sequence[OverrideRow], best: str, *, over: bool) -> dict[str, Any]:
    excellent = [row for row in rows if row.level == best]
    subjects = [{name: getattr(row, name) for name in ("subject", "level", "reason", "stands")} for row in sorted(rows)]
    return {
        **use._asdict(),
        "excellent": len(excellent),
        "standing": sum(row.stands for row in excellent),
        "needed": over and any(row.stands for row in rows),
        "subjects": subjects,
    }
