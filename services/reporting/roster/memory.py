"""Sums are kept until anything is heard that could change them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from services.reporting.queries import heads_of, parked_events
from shared.register import Reader

T = TypeVar("T")

MOST = 256
"""Sums that are kept for one database; of more, the oldest go."""

_kept: WeakKeyDictionary[Engine, dict[Hashable, tuple[Hashable, Any]]] = WeakKeyDictionary()


def remembered(connection: Connection, read: Reader, key: Hashable, compute: Callable[[], T]) -> T:
    """What `compute` gives, from memory if nothing was heard since it was last computed under `key`.

    Tables change in the transaction that notes what was heard. So what was computed while each source had been heard
    up to one position, and so many events were parked, is what would be computed now, as long as that is still so.
    """
    sums = _kept.setdefault(connection.engine, {})
    moment = _moment(read)
    if key in sums and sums[key][0] == moment:
        return sums[key][1]
    computed = compute()
    sums.pop(key, None)
    sums[key] = moment, computed
    while len(sums) > MOST:
        del sums[next(iter(sums))]
    return computed


def _moment(read: Reader) -> Hashable:
    heads = heads_of(read)
    return tuple((source, head.number) for source, head in heads.items()), parked_events(read, heads)
