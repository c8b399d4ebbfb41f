"""Sending commands over HTTP so that each takes effect once, and builds on what came before it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import urllib3
from urllib3.exceptions import HTTPError, InvalidHeader

PATIENCE_SECONDS = 120.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
CONNECT_SECONDS = 5.0
READ_SECONDS = 120.0
TRANSIENT = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's final answer: its status, its JSON document, and what it is as it came, for a file."""

    status: int
    document: Mapping[str, Any]
    content: bytes = b""


class NoAnswer(Exception):
    """A service could not be reached, or kept asking to come back later, for too long."""

    def __init__(self, address: str, seconds: float, cause: str) -> None:
        self.address = address
        self.seconds = seconds
        self.cause = cause
        super().__init__(f"no answer from {address} for {seconds:.0f} s: {cause}")

    def say(self, language: str) -> str:
        if language == "vi":
            return f"{self.address} không trả lời trong {self.seconds:.0f} giây: {self.cause}"
        return str(self)


class Client:
    """Commands and queries to the services, one at a time over kept connections.

    Remembers the newest position of every service that answered, and sends all of them with the next
    request, so that no service answers before it has heard what this client already wrote.

    `addresses` is the base URL of each service; paths begin with the service's name. `token` gives the
    bearer token, and is asked again for each attempt.
    """

    def __init__(
        self,
        addresses: Mapping[str, str],
        token: Callable[[], str],
        *,
        language: str = "vi",
        patience: float = PATIENCE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.positions: dict[str, int] = {}
        self._addresses = addresses
        self._token = token
        self._language = language
        self._patience = patience
        self._monotonic = monotonic
        self._sleep = sleep
        self._pool = urllib3.PoolManager(
            retries=False, timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        )

    def post(self, path: str, body: bytes, key: str | None = None) -> Answer:
        """Send a command. The key makes it safe to send again; one that changes nothing twice needs none.

        Raises NoAnswer.
        """
        headers = {"Content-Type": "application/json"}
        return self._ask("POST", path, body, headers if key is None else headers | {"Idempotency-Key": key})

    def get(self, path: str) -> Answer:
        """Ask a query. Raises NoAnswer."""
        return self._ask("GET", path, None, {})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Until there is a final answer, or patience ends. Only what another attempt can mend is tried again."""
        address = self._addresses[path.split("/")[1]].rstrip("/") + path
        started = self._monotonic()
        pause = FIRST_PAUSE_SECONDS
        while True:
            asked_pause = 0.0
            try:
                response = self._pool.request(
                    method, address, body=body, headers=self._headers() | headers, redirect=False
                )
            except HTTPError as error:
                cause = str(error)
            else:
                self._note_positions(response.headers.get("Position", ""))
                if response.status not in TRANSIENT:
                    return Answer(response.status, _document(response.data), response.data)
                cause = f"HTTP {response.status}"
                asked_pause = _retry_after(response)
            waiting = max(pause, asked_pause)
            if self._monotonic() - started + waiting > self._patience:
                raise NoAnswer(address, self._patience, cause)
            self._sleep(waiting)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _headers(self) -> dict[str, str]:
        headers = {
            "Authorization": f"Bearer {self._token()}",
            "Accept": "application/json, application/problem+json",
            "Accept-Language": self._language,
        }
        if self.positions:
            headers["Wait-For"] = ", ".join(f"{service}:{number}" for service, number in sorted(self.positions.items()))
        return headers

    def _note_positions(self, header: str) -> None:
        for part in header.split(","):
            service, _, number = part.strip().partition(":")
            if number.isdecimal():
                self.positions[service] = max(int(number), self.positions.get(service, 0))


def _document(data: bytes) -> Mapping[str, Any]:
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}


def _retry_after(response: urllib3.BaseHTTPResponse) -> float:
    """What the answer asks for, in seconds; 0 if nothing that can be understood."""
    try:
        return urllib3.Retry().get_retry_after(response) or 0.0
    except InvalidHeader:
        return 0.0
