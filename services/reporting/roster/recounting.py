"""Sums that take long, counted again in a process beside the service, while its readers are given the last ones.

All sums of one scope are counted together, on one state of the tables, so that a page never shows two states. They
say how far each service had been heard: an answer that rests on them says so too, and who builds on something newer
has it counted at once. What is counted quickly is not kept here at all.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from threading import Thread
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from sqlalchemy import Engine

from services.reporting.counting import Scope
from services.reporting.queries import campaign_of, heads_of, said_last
from services.reporting.roster.memory import SECONDS
from services.reporting.roster.totals import Totals
from shared.eventstore import open_engine
from shared.eventstore.engine import reader_of
from shared.messaging import service_of
from shared.processes import OwnProcess, told
from shared.reader import reader_on

SUMS = ("overview", "by_unit", "by_grassroots", "outstanding", "progress", "cap_groups")
"""What `Totals` counts."""

LONG = 0.05
"""Seconds of processor time from which on a sum is worth a process."""

FRESH_SECONDS = 5.0
"""Sums younger than this are not counted again."""

GRACE_SECONDS = 25.0
"""Sums that are no longer fresh are given for so long while others are counted; after a longer pause a reader waits."""

WAIT_SECONDS = 60.0

MOST = 32
"""Scopes whose sums are kept; of more, those go that were counted least lately."""

Positions = Mapping[str, int]
_RESULT = "sums.pickle"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Counted:
    """The sums of one scope by name, how far each service had been heard, and when the last of what was heard was said.

    `at` is by the process's own clock.
    """

    sums: Mapping[str, Any]
    positions: Positions
    said: datetime | None
    at: float

    def reaches(self, needed: Positions) -> bool:
        return all(number <= self.positions.get(service, number) for service, number in needed.items())

    def is_of(self, now: Positions) -> bool:
        """Whether nothing has been heard since."""
        return all(now.get(service) == number for service, number in self.positions.items())


class Recounts:
    """The last sums of every scope of one database that takes long."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str, Scope], Counted] = {}
        self._running: set[tuple[str, Scope]] = set()

    def recent(self, engine: Engine, campaign: str, scope: Scope, needed: Positions, now: Positions) -> Counted | None:
        """The last sums, if they are young enough and built on what is `needed`. Has others counted when it is time.

        `now` is how far each service has been heard.
        """
        counted = self._counted.get((campaign, scope))
        if counted is None:
            return None
        age = monotonic() - counted.at
        fresh = SECONDS if counted.is_of(now) else FRESH_SECONDS
        if age > fresh:
            self.begin(engine, campaign, scope)
        return counted if age <= fresh + GRACE_SECONDS and counted.reaches(needed) else None

    def begin(self, engine: Engine, campaign: str, scope: Scope) -> None:
        """Have the sums counted, unless that is going on."""
        if (campaign, scope) not in self._running:
            self._running.add((campaign, scope))
            Thread(target=partial(self._count, engine, campaign, scope), name="recounting", daemon=True).start()

    def _count(self, engine: Engine, campaign: str, scope: Scope) -> None:
        try:
            order = {
                "database_url": engine.url.render_as_string(hide_password=False),
                "campaign": campaign,
                "scope": {**asdict(scope), "without": sorted(scope.without)},
            }
            at = monotonic()
            with OwnProcess(__name__, order) as process:
                if process.wait(WAIT_SECONDS) and process.exit_code == 0:
                    counted = pickle.loads((process.path / _RESULT).read_bytes())
                    self._keep((campaign, scope), Counted(*counted, at))
                else:
                    _log.error("recounting.failed", campaign=campaign, at=process.frames())
        finally:
            self._running.discard((campaign, scope))

    def _keep(self, key: tuple[str, Scope], counted: Counted) -> None:
        self._counted.pop(key, None)
        self._counted[key] = counted
        while len(self._counted) > MOST:
            del self._counted[next(iter(self._counted))]


_recounts: WeakKeyDictionary[Engine, Recounts] = WeakKeyDictionary()


def recounts_of(engine: Engine) -> Recounts:
    return _recounts.setdefault(engine, Recounts())


def main() -> None:
    folder, said = told()
    given = said["scope"]
    scope = Scope(tuple(given["paths"]), given["whole"], given["unit"], frozenset(given["without"]))
    engine = reader_of(open_engine(said["database_url"]))
    with engine.begin() as connection:
        read = reader_on(connection)
        totals = Totals(read, campaign_of(read, said["campaign"]), scope)
        sums = {name: getattr(totals, name)() for name in SUMS}
        positions = {service_of(source): heard.number for source, heard in heads_of(read).items()}
        counted = sums, positions, said_last(read)
    (folder / _RESULT).write_bytes(pickle.dumps(counted))


if __name__ == "__main__":
    main()
