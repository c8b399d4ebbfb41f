"""A process of its own that writes one export: the service goes on answering while it works.

The process is given its order on standard input, reads one state of the database, and writes into a folder: the
result, and now and then how many rows it has written. Nothing else passes between the two.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import orjson
import structlog

from services.reporting.exports.describing import Order
from services.reporting.exports.errors import ExportFailed, TooLongForPaper
from services.reporting.exports.formats import FORMATS

RESULT, PROGRESS, REFUSAL, FAULT = "result", "progress", "refusal", "fault"
REFUSED = 2
"""Exit code of a process that refused: why, it has left in its folder."""
_TICK = 0.05

_log = structlog.get_logger("exports")


class ExportProcess(AbstractContextManager["ExportProcess"]):
    """Started on entering, ended at the latest on leaving."""

    def __init__(self, database_url: str, order: Order) -> None:
        self._order = order
        self._told = orjson.dumps({"database_url": database_url, "order": order.as_json()})
        self._folder = TemporaryDirectory(prefix="kiemdiem-export-")
        self._path = Path(self._folder.name)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with (self._path / FAULT).open("wb") as fault:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services.reporting.exports", self._folder.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=fault,
            )
        assert self._process.stdin is not None
        self._process.stdin.write(self._told)
        self._process.stdin.close()
        return self

    def __exit__(self, *_: Any) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def done(self) -> int:
        """Rows written so far."""
        try:
            return int((self._path / PROGRESS).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return 0

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, at the latest after `seconds`. Others go on meanwhile."""
        ends = time.monotonic() + seconds
        while self.is_running and time.monotonic() < ends:
            time.sleep(_TICK)
        return not self.is_running

    def result(self) -> bytes:
        """What it has written. Raises TooLongForPaper or ExportFailed."""
        assert self._process is not None
        if self._process.returncode == 0:
            return (self._path / RESULT).read_bytes()
        if self._process.returncode == REFUSED:
            code = (self._path / REFUSAL).read_text(encoding="utf-8")
            if code == TooLongForPaper.code:
                raise TooLongForPaper(format=self._order.format, most=FORMATS[self._order.format].most_rows)
            raise ExportFailed(fault=code)
        told = (self._path / FAULT).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        _log.error("export.failed", table=self._order.table, format=self._order.format, frames=told[-12:-1])
        raise ExportFailed(fault=f"exit code {self._process.returncode}")
