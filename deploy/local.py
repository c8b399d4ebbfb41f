"""The local issuer of the embedded mode, and the accounts that a demonstration needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deploy.services import NAMES
from shared.domain import SystemClock
from shared.grants import with_people
from shared.web import LocalIssuer

ISSUER = "urn:kiemdiem:local"
AUDIENCE = "kiemdiem"
EVERYTHING = tuple(with_people(service) for service in NAMES)
"""The grants of the services themselves: each hears the others whole."""


def local_issuer(data: Path) -> LocalIssuer:
    """The issuer whose key lies in the data folder; made when there is none."""
    return LocalIssuer(data / "issuer", ISSUER, AUDIENCE, SystemClock())


def importer_token(issuer: LocalIssuer, province: str) -> Callable[[], str]:
    """Tokens of the account that plays campaign folders for the whole province."""
    return lambda: issuer.mint("importer", ["importer"], organization=province)


def board_token(issuer: LocalIssuer, province: str) -> str:
    """A token of an officer of the provincial Organization Board."""
    return issuer.mint("board-officer", ["board_officer"], organization=province)
