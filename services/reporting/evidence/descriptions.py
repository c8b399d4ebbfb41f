"""What a figure is described by: what it counts, or what it is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.evidence.aspects import Aspect

Filter = Mapping[str, str]
"""A list of subjects that is counted: what `services.reporting.roster.lists.Asked` is asked with."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of these lists. `because` decides of each that it counts.

    `absent` are events that it counts for the lack of. `rule` is the section of the rulebook that says who is meant,
    with the entry in it, or None.
    """

    lists: tuple[Filter, ...]
    because: tuple[Aspect, ...]
    absent: tuple[str, ...] = ()
    rule: tuple[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Prompts:
    """Prompts: all, or those that are answered, or not; of every issuer, or of one."""

    state: str | None
    issued_by: str | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """Points of prompts: all, or those in one state; of every prompt, of those of one issuer, or of one prompt."""

    state: str | None
    issued_by: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Remedies:
    """Remedies: all, or those in one state; of this campaign or of the one before."""

    state: str | None
    before: bool


@dataclass(frozen=True, slots=True)
class Documents:
    """Decision documents that were accepted, or refused and not accepted since."""

    accepted: bool


@dataclass(frozen=True, slots=True)
class Refusals:
    """Forwardings of dossiers that were refused."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups that are over their cap; of caps on one kind, or on any."""

    kind: str | None


@dataclass(frozen=True, slots=True)
class Quotient:
    """A percentage: the sum of some figures of the sum of others."""

    part: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """How many a cap allows in one group, which is a share of the group's other figures in `base`."""

    cap: str
    base: tuple[str, ...]


Figure = Subjects | Prompts | Points | Remedies | Documents | Refusals | Groups | Quotient | Allowed
