"""Sums are kept until anything is heard that could change them. See docs/adr/0018-sums-that-are-remembered.md."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import monotonic, thread_time
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from services.reporting.queries import heads_of, parked_events
from shared.messaging import service_of
from shared.register import Reader

T = TypeVar("T")

MOST = 256
"""Sums that are kept for one database; of more, those go that were asked for least lately."""

SECONDS = 60.0
"""No sum is kept longer: a rebuild heals tables without anything being heard."""


class Kept(NamedTuple):
    """`moment` is how far every source had been heard, and `until` counted by the clock of the process."""

    moment: Hashable
    until: float
    value: Any


_kept: WeakKeyDictionary[Engine, dict[Hashable, Kept]] = WeakKeyDictionary()


def remembered(
    connection: Connection,
    read: Reader,
    key: Hashable,
    compute: Callable[[], T],
    took: Callable[[float], None] = lambda seconds: None,
    of: str = "",
) -> T:
    """What `compute` gives, from memory if nothing was heard since it was last computed under `key`.

    If it is computed, `took` is told the seconds of processor time. With `of`, only what that service said counts.

    Tables change in the transaction that notes what was heard. So what was computed while each source had been heard
    up to one position, and so many events were parked, is what would be computed now, as long as that is still so.
    """
    sums = _kept.setdefault(connection.engine, {})
    moment, kept, now = _moment(read, of), sums.pop(key, None), monotonic()
    if kept is None or kept.moment != moment or kept.until < now:
        began = thread_time()
        kept = Kept(moment, now + SECONDS, compute())
        took(thread_time() - began)
    sums[key] = kept
    while len(sums) > MOST:
        del sums[next(iter(sums))]
    return kept.value


def _moment(read: Reader, of: str) -> Hashable:
    heads = {source: head for source, head in heads_of(read).items() if of in ("", service_of(source))}
    return tuple((source, head.number) for source, head in heads.items()), parked_events(read, heads)
