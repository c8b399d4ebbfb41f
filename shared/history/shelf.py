"""Snapshots as files: each the tables of a service at one position, in a folder of its own that is complete or absent.

A snapshot is built in a folder with another name, and takes its place by one renaming: so a crash leaves none that is
half. They are no more than a cache: whatever is removed is built again from the logs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import structlog

from shared.rebuilding import Reached

DATABASE, FACTS = "tables.db", "facts.json"
_BUILDING = "building-"
_log = structlog.get_logger("history")


@dataclass(frozen=True, slots=True)
class Limits:
    """Where snapshots are kept, how many at most, and how many MiB they may take together."""

    folder: Path
    most: int = 8
    megabytes: int = 4096


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`reached` is what it is built from, `hashes` those of the last event of each source in it."""

    folder: Path
    reached: Reached
    hashes: Mapping[str, str]

    @property
    def key(self) -> str:
        return self.folder.name

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def size(self) -> int:
        """In bytes; 0 once another process has removed it."""
        try:
            return sum(file.stat().st_size for file in self.folder.iterdir())
        except FileNotFoundError:
            return 0

    @property
    def used_at(self) -> float:
        try:
            return (self.folder / FACTS).stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def use(self) -> None:
        with suppress(FileNotFoundError):
            os.utime(self.folder / FACTS)


class Shelf:
    """The snapshots of one service. `code` names the software: what other software built is not taken."""

    def __init__(self, folder: Path, code: str) -> None:
        self._folder = folder
        self._code = code

    def key(self, reached: Reached) -> str:
        told = [self._code, sorted(reached.numbers.items()), sorted(reached.set_aside)]
        return sha256(orjson.dumps(told)).hexdigest()[:32]

    def get(self, key: str) -> Snapshot | None:
        if not self._is_ours():
            return None
        try:
            facts = orjson.loads((self._folder / key / FACTS).read_bytes())
            aside = frozenset((source, number) for source, number in facts["set_aside"])
            return Snapshot(self._folder / key, Reached(facts["numbers"], aside), facts["hashes"])
        except (OSError, ValueError, LookupError, TypeError):
            return None  # what is no snapshot is none

    def all(self) -> list[Snapshot]:
        """Those that this software built, the last used first."""
        found = [snapshot for key in self._keys() if (snapshot := self.get(key)) is not None]
        mine = [snapshot for snapshot in found if self.key(snapshot.reached) == snapshot.key]
        return sorted(mine, key=lambda snapshot: snapshot.used_at, reverse=True)

    def before(self, reached: Reached) -> Iterable[Snapshot]:
        """Those that can be brought on to `reached`, the nearest first."""
        fitting = [snapshot for snapshot in self.all() if leads_to(snapshot.reached, reached)]
        return sorted(fitting, key=lambda snapshot: sum(snapshot.reached.numbers.values()), reverse=True)

    def new(self) -> Path:
        """An empty folder to build in. Only the own account can look into it. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._is_ours():
            raise PermissionError(f"{self._folder} belongs to another account")
        building = self._folder / f"{_BUILDING}{os.getpid()}-{uuid4().hex}"
        building.mkdir(mode=0o700)
        return building

    def discard(self, building: Path) -> None:
        """Remove what was not finished, if there is any."""
        shutil.rmtree(building, ignore_errors=True)

    def room(self) -> int:
        """Free bytes where the shelf is."""
        return shutil.disk_usage(self._folder).free

    def remove(self, snapshot: Snapshot) -> None:
        shutil.rmtree(snapshot.folder, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what a crash or other software left."""
        mine = {snapshot.key for snapshot in self.all()}
        for path in self._paths():
            if path.name.startswith(_BUILDING):
                if not _is_alive(path.name.removeprefix(_BUILDING).partition("-")[0]):
                    shutil.rmtree(path, ignore_errors=True)
            elif path.name not in mine:
                _log.info("history.removed", snapshot=path.name)
                shutil.rmtree(path, ignore_errors=True)

    def too_many(self, limits: Limits, kept: Collection[str]) -> Iterator[Snapshot]:
        """Those that go, used longest ago, so that the others are within the limits; none of those `kept`."""
        bytes_left = limits.megabytes << 20
        for number, snapshot in enumerate(self.all(), start=1):
            bytes_left -= snapshot.size
            if (number > limits.most or bytes_left < 0) and snapshot.key not in kept:
                yield snapshot

    def _is_ours(self) -> bool:
        """Whether nobody else has laid out the folder, and with it what would be shown."""
        return self._folder.is_dir() and self._folder.stat().st_uid == os.getuid()

    def _keys(self) -> list[str]:
        return [path.name for path in self._paths() if not path.name.startswith(_BUILDING)]

    def _paths(self) -> list[Path]:
        return list(self._folder.iterdir()) if self._folder.is_dir() else []


def place(building: Path, target: Path, facts: Mapping[str, Any]) -> None:
    """Put a snapshot that is complete into its place. What is in it reaches the disk before."""
    (building / FACTS).write_bytes(orjson.dumps(facts))
    for file in (*building.iterdir(), building):
        _to_disk(file)
    try:
        building.rename(target)
    except OSError:
        if not (target / FACTS).is_file():
            raise
        shutil.rmtree(building)  # another process was faster, and has built the same
    _to_disk(target.parent)


def leads_to(earlier: Reached, later: Reached) -> bool:
    """Whether tables at `earlier` can be brought on to `later`: nothing beyond it, and the same set aside so far."""
    numbers = earlier.numbers
    if any(number > later.numbers.get(source, 0) for source, number in numbers.items()):
        return False
    return earlier.set_aside == within(later.set_aside, numbers)


def within(set_aside: Iterable[tuple[str, int]], numbers: Mapping[str, int]) -> frozenset[tuple[str, int]]:
    """What was set aside up to `numbers`."""
    return frozenset((source, number) for source, number in set_aside if number <= numbers.get(source, 0))


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
