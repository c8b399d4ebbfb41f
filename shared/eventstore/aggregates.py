"""What the works of one transaction have loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar, cast

from sqlalchemy import bindparam, select

from shared.asking import AnyRow
from shared.domain import Aggregate
from shared.eventstore.mapper import Mapper, Stored, storable_text
from shared.eventstore.schema import STORE
from shared.eventstore.writes import Writes

A = TypeVar("A", bound=Aggregate)
Named = tuple[type[Aggregate], str]
"""An aggregate by its kind and key."""

_STREAMS_AT_ONCE = 500
_events = STORE.events.c
_of_any = select(_events.stream, _events.type, _events.schema, _events.body).order_by(_events.stream, _events.version)
_of_one = _of_any.where(_events.stream == bindparam("stream"))
_of_many = _of_any.where(_events.stream.in_(bindparam("streams", expanding=True)))


class Aggregates:
    """Aggregates by their stream, as the log and what the works have recorded so far tell them."""

    def __init__(self, writes: Writes, mapper: Mapper) -> None:
        self._writes = writes
        self._mapper = mapper
        self._loaded: dict[str, Aggregate] = {}

    def load(self, kind: type[A], key: str) -> A:
        """The aggregate; without events at version 0. The same object each time."""
        stream = kind.stream_of(storable_text(key))
        if stream not in self._loaded:
            self.prefetch([(kind, key)])
        return cast(A, self._loaded[stream])

    def holds(self, aggregate: Aggregate) -> bool:
        """Whether this very object is the one that the works share."""
        return self._loaded.get(aggregate.stream) is aggregate

    def prefetch(self, wanted: Iterable[Named]) -> None:
        """Load with one query what is not loaded yet."""
        missing = self.missing(wanted)
        if not self._writes.waiting_streams.isdisjoint(missing):
            self._writes.flush()  # events of an aggregate that was dropped
        streams = list(missing)
        parts = (streams[start : start + _STREAMS_AT_ONCE] for start in range(0, len(streams), _STREAMS_AT_ONCE))
        self.fill(missing, chain.from_iterable(map(self._rows, parts)))

    def missing(self, wanted: Iterable[Named]) -> dict[str, Aggregate]:
        """What is not loaded yet, by its stream and without events, to be filled."""
        blank = (kind(storable_text(key)) for kind, key in wanted)
        return {aggregate.stream: aggregate for aggregate in blank if aggregate.stream not in self._loaded}

    def fill(self, missing: Mapping[str, Aggregate], rows: Iterable[Sequence[Any]]) -> None:
        """Have the missing loaded, from all events of their streams: (stream, type, schema, body), in order."""
        for stream, type_, schema, body in rows:
            missing[stream].apply(self._mapper.to_event(Stored(type_, schema, body)))
        self._loaded |= missing

    def _rows(self, streams: list[str]) -> Sequence[AnyRow]:
        if len(streams) == 1:
            return self._writes.read(_of_one, {"stream": streams[0]})
        return self._writes.read(_of_many, {"streams": streams})

    def drop(self, streams: Iterable[str]) -> None:
        """Have aggregates loaded anew: what was applied to them has not happened."""
        for stream in streams:
            self._loaded.pop(stream, None)
