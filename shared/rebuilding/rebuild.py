"""Building a service's tables anew from the logs, beside the live ones, and putting them in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import Table

from shared.rebuilding.content import Comparison, compare
from shared.rebuilding.replay import Replay
from shared.rebuilding.shadow import shadow_of

Progress = Callable[[int], None]
"""Told how many events have been applied."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of a rebuild.

    `comparison` is that of the live and the rebuilt tables at the same `positions` of all logs, before anything was
    changed. `switched` says whether the rebuilt tables were put in the place of the live ones.
    """

    comparison: Comparison
    positions: Mapping[str, int]
    events: int
    switched: bool


def rebuild(
    url: str, service: str, tables: Sequence[Table], replay: Replay, progress: Progress, *, check_only: bool = False
) -> Rebuilt:
    """Rebuild `tables` of the service whose database is at `url`, while it goes on.

    The logs are replayed up to where the live tables are, and both are compared in one state of the database. Only if
    they differ is the service made to wait: what has come since is applied, and the tables are switched.
    Raises FeedUnavailable and ReplayFailed; the live tables are then as they were.
    """
    with shadow_of(url, service, tables) as shadow:
        with shadow.transaction() as connection:
            reached = replay.reached(connection)
        replay.advance(reached, shadow.transaction, progress)
        with shadow.transaction() as connection:
            reached = replay.reached(connection)
            replay.advance(reached, lambda: nullcontext(connection), progress)
            comparison = compare(connection, tables, shadow.live_schema)
        if check_only or not comparison.differences:
            return Rebuilt(comparison, reached.numbers, replay.applied, switched=False)
        with shadow.transaction(as_the_only_writer=True) as connection:
            reached = replay.reached(connection)
            replay.advance(reached, lambda: nullcontext(connection), progress)
            shadow.put_in_place(connection)
        return Rebuilt(comparison, reached.numbers, replay.applied, switched=True)
