"""A process of its own that writes one export: the service goes on answering while it works.

The process is given its order, reads one state of the database, and writes into a folder: the result, the positions
that it was built from, and now and then how many rows it has written.
"""

from __future__ import annotations

import orjson
import structlog

from services.reporting.exports.describing import Order
from services.reporting.exports.errors import ExportFailed, TooLongForPaper
from services.reporting.exports.formats import FORMATS
from shared.processes import OwnProcess

RESULT, REFUSAL, HEARD = "result", "refusal", "heard"
REFUSED = 2
"""Exit code of a process that refused: why, it has left in its folder."""

_log = structlog.get_logger("exports")


class ExportProcess(OwnProcess):
    """Writes what is ordered from the database at an address."""

    def __init__(self, database_url: str, order: Order) -> None:
        super().__init__("services.reporting.exports", {"database_url": database_url, "order": order.as_json()})
        self._order = order

    def heard(self) -> dict[str, int]:
        """What the result was built from, by service."""
        told: dict[str, int] = orjson.loads((self.path / HEARD).read_bytes())
        return told

    def result(self) -> bytes:
        """What it has written. Raises TooLongForPaper or ExportFailed."""
        if self.exit_code == 0:
            return (self.path / RESULT).read_bytes()
        if self.exit_code == REFUSED:
            code = (self.path / REFUSAL).read_text(encoding="utf-8")
            if code == TooLongForPaper.code:
                raise TooLongForPaper(format=self._order.format, most=FORMATS[self._order.format].most_rows)
            raise ExportFailed(fault=code)
        _log.error("export.failed", table=self._order.table, format=self._order.format, frames=self.frames())
        raise ExportFailed(fault=f"exit code {self.exit_code}")
