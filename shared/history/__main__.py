"""The process that builds one snapshot: `python -m shared.history FOLDER`, told on its input what to build."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from shared.domain import SystemClock
from shared.eventstore import STORE, open_engine
from shared.eventstore.engine import reader_of
from shared.history.shelf import DATABASE, place
from shared.messaging import feed_from, log_at
from shared.processes import Teller, told
from shared.reader import reader_on
from shared.rebuilding import Reached, Replay

_checkpoints = STORE.checkpoints


def main() -> None:
    folder, wanted = told()
    build(wanted, Teller(folder))


def build(wanted: Mapping[str, Any], progress: Callable[[int], None]) -> None:
    """Build the snapshot that is `wanted`, from an earlier one if there is one, and put it into its place."""
    service = import_module(wanted["module"]).Service
    aside = frozenset((source, number) for source, number in wanted["set_aside"])
    until = Reached(wanted["numbers"], aside)
    building = Path(wanted["building"])
    scratch = _opened(building / DATABASE, wanted["base"])
    service.history.metadata.create_all(scratch)
    log = log_at(wanted["database_url"], service.name)
    replay = Replay(
        log,
        wanted["source"],
        feed_from(wanted["feed"]),
        service.readmodel,
        service.hears.policies,
        service.hears.sources,
        SystemClock(),
        begun_at=Reached(wanted["begun"], aside),
    )
    replay.advance(until, scratch.begin, progress)
    with scratch.begin() as connection:
        for source, last in replay.last.items():
            if source != wanted["source"]:
                row = {"source": source, "number": last.number, "hash": last.hash, "updated_at": last.time}
                connection.execute(_checkpoints.delete().where(_checkpoints.c.source == source))
                connection.execute(_checkpoints.insert().values(row))
        _carry(service, wanted["database_url"], connection)
    _finish(scratch)
    facts = {
        "numbers": dict(until.numbers),
        "set_aside": sorted(aside),
        "hashes": wanted["hashes"] | {source: last.hash for source, last in replay.last.items()},
    }
    place(building, Path(wanted["target"]), facts)


def _carry(service: Any, url: str, snapshot: Connection) -> None:
    """Bring along from the live database what the snapshot's tables refer to and no event holds."""
    with reader_of(open_engine(url)).begin() as live:
        service.history.carry(reader_on(live), snapshot)


def _opened(file: Path, base: str | None) -> Engine:
    if base is not None:
        shutil.copyfile(base, file)
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # What is half is never used, so nothing here has to survive a crash.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -65536")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _finish(scratch: Engine) -> None:
    """Leave the file as readers open it, so that none of them has to change it."""
    with scratch.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.rollback()
        raw.execute("PRAGMA journal_mode = WAL")


if __name__ == "__main__":
    main()
