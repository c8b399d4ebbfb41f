"""Signed checkpoints: what the head of a log was, said under a key and kept outside the database.

Each service has a file in the folder, one line for each checkpoint: a JWS (Ed25519) over service, source, number, hash
and instant. Whoever rewrites a whole log with a new chain cannot sign the old numbers anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.domain import iso
from shared.eventstore import EMPTY, Head
from shared.messaging import Envelope

_ALGORITHM = "Ed25519"
_ONLY_THE_OWNER = 0o600


class Unreadable(Exception):
    """A key or a file of checkpoints is not there, or is none."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    service: str
    source: str
    number: int
    hash: str
    instant: str


@dataclass(frozen=True, slots=True)
class CheckpointFault:
    """What is wrong with the checkpoint in a line of the file: the line itself is `forged` (not signed by the key, or
    about another service), or the event `number` is `missing` from the log, or `other` than when it was signed."""

    line: int
    what: str
    number: int | None = None
    instant: str | None = None


def new_key(file: Path) -> Path:
    """Make a key in `file`, which must not be there yet, and give the file beside it with the public half."""
    key, public = OKPKey.generate_key("Ed25519"), file.with_name(f"{file.name}.pub")
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_THE_OWNER)
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from None
    with os.fdopen(descriptor, "wb") as private:
        private.write(key.as_pem(private=True))
    public.write_bytes(key.as_pem(private=False))
    return public


def key_in(file: Path) -> OKPKey:
    """The private or public key in a PEM file. Raises Unreadable."""
    try:
        return OKPKey.import_key(file.read_bytes())
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from None
    except (ValueError, JoseError) as error:
        raise Unreadable(f"{file} holds no Ed25519 key in PEM form") from error


def sign(service: str, source: str, head: Head, now: datetime, key: OKPKey, folder: Path) -> Checkpoint:
    """Append a checkpoint of the log's `head` to the service's file in `folder`. Raises Unreadable."""
    if not key.is_private:
        raise Unreadable("this is a public key; checkpoints are signed with the private one")
    checkpoint = Checkpoint(service, source, head.number, head.hash, iso(now))
    payload = orjson.dumps(asdict(checkpoint), option=orjson.OPT_SORT_KEYS)
    line = jws.serialize_compact({"alg": _ALGORITHM}, payload, key, algorithms=[_ALGORITHM])
    folder.mkdir(parents=True, exist_ok=True)
    with _file(service, folder).open("a", encoding="ascii") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    return checkpoint


def check_all(
    service: str, folder: Path, key: OKPKey, event: Callable[[int], Envelope | None]
) -> tuple[int, list[CheckpointFault]]:
    """How many checkpoints of the service there are, and what is wrong with them. `event` gives that with a number.

    Raises Unreadable.
    """
    try:
        lines = _file(service, folder).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Unreadable(f"{_file(service, folder)} cannot be read; there are no checkpoints of {service}") from None
    faults = (_fault(number, line, service, key, event) for number, line in enumerate(lines, 1))
    return len(lines), [fault for fault in faults if fault is not None]


def _fault(
    line_number: int, line: str, service: str, key: OKPKey, event: Callable[[int], Envelope | None]
) -> CheckpointFault | None:
    try:
        said: dict[str, Any] = orjson.loads(jws.deserialize_compact(line, key, algorithms=[_ALGORITHM]).payload)
        checkpoint = Checkpoint(**said)
    except (JoseError, ValueError, TypeError):
        return CheckpointFault(line_number, "forged")
    if checkpoint.service != service:
        return CheckpointFault(line_number, "forged", checkpoint.number, checkpoint.instant)
    if checkpoint.number == EMPTY.number:
        return None
    found = event(checkpoint.number)
    if found is None:
        return CheckpointFault(line_number, "missing", checkpoint.number, checkpoint.instant)
    if found.hash != checkpoint.hash or found.source != checkpoint.source:
        return CheckpointFault(line_number, "other", checkpoint.number, checkpoint.instant)
    return None


def _file(service: str, folder: Path) -> Path:
    return folder / f"{service}.jws"
