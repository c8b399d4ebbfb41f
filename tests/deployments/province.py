"""A province, played through the embedded services and still running.

Playing takes the most of a test's time, so a test run plays each folder once: who needs it gets a copy of what the
play left, and services of its own that run on it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path

from deploy.children import embedded
from deploy.local import EVERYTHING, importer_token, local_issuer
from deploy.parts import database_in, open_store
from deploy.playing import play_through
from deploy.services import NAMES, service_class
from shared.eventstore import open_engine
from shared.web import LocalIssuer
from tests.deployments.plays import Left, report

PLAYS = "TESTS_PLAYS"
"""The variable of the environment that names the folder which all processes of a test run keep finished plays in."""


@dataclass(frozen=True, slots=True)
class Province:
    address: str
    data: Path
    issuer: LocalIssuer

    def token(self, role: str, organization: str, person: str | None = None) -> str:
        name = f"{role}@{organization}"
        return self.issuer.mint(name, [role], organization=organization, person=person, grants=EVERYTHING)

    def heads(self) -> dict[str, int]:
        """How many events each service has."""
        return _heads(self.data)


@contextmanager
def played(folder: Path, data: Path) -> Iterator[Province]:
    """Services on `data` that have played `folder`."""
    put_played(folder, data)
    with embedded(data) as services:
        yield Province(services.addresses["reporting"], data, local_issuer(data))


def put_played(folder: Path, data: Path) -> None:
    """Leave in `data` what a play of `folder` left."""
    shutil.copytree(_what_a_play_left(folder), data, dirs_exist_ok=True)


def left_by(folder: Path) -> Left:
    """What a play of `folder` leaves when nothing goes wrong."""
    left = _what_a_play_left(folder)
    return Left(_report_of(left).read_bytes(), _heads(left))


def _heads(data: Path) -> dict[str, int]:
    return {name: _head(data, name) for name in NAMES}


def _head(data: Path, name: str) -> int:
    engine = open_engine(database_in(data, name))
    return open_store(service_class(name), engine, f"/local/{name}").head().number


def _what_a_play_left(folder: Path) -> Path:
    plays = Path(os.environ[PLAYS])
    left = plays / _fingerprint(folder)
    with (plays / f"{left.name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not left.exists():
            _play(folder, left)
    return left


def _play(folder: Path, left: Path) -> None:
    data = left.with_suffix(".unfinished")
    data.mkdir()
    issuer = local_issuer(data)
    with embedded(data) as services:
        result = play_through(folder, services.addresses, importer_token(issuer, "TU"), as_json=True)
    _report_of(left).write_bytes(report(result))
    data.rename(left)


def _report_of(left: Path) -> Path:
    return left.with_suffix(".report")


def _fingerprint(folder: Path) -> str:
    files = sha256()
    for file in sorted(folder.iterdir()):
        files.update(file.name.encode() + sha256(file.read_bytes()).digest())
    return files.hexdigest()
