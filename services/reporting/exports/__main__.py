"""The process that writes one export: `python -m services.reporting.exports FOLDER`, with the order on its input."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import orjson

import shared  # noqa: F401 - it hushes a library's warning at each import
from services.reporting.exports.describing import Order
from services.reporting.exports.process import PROGRESS, REFUSAL, REFUSED, RESULT
from services.reporting.exports.writing import write
from shared.domain import Refusal
from shared.eventstore import open_engine
from shared.eventstore.engine import reader_of

TELL_SECONDS = 0.5
NICER = 5
"""The services come first."""


class Teller:
    """Says now and then how many rows are written, and ends the process when nobody waits for it any more."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._next = 0.0
        self._parent = os.getppid()

    def __call__(self, rows: int) -> None:
        if rows % 100 or time.monotonic() < self._next:
            return
        if os.getppid() != self._parent:
            raise SystemExit(1)
        self._next = time.monotonic() + TELL_SECONDS
        new = self._file.with_suffix(".new")
        new.write_text(str(rows), encoding="ascii")
        new.replace(self._file)


def main() -> None:
    folder = Path(sys.argv[1])
    os.nice(NICER)
    told = orjson.loads(sys.stdin.buffer.read())
    order = Order.of(told["order"])
    engine = reader_of(open_engine(told["database_url"]))
    try:
        with engine.begin() as connection, (folder / RESULT).open("wb") as target:
            write(lambda query: connection.execute(query).all(), order, target, Teller(folder / PROGRESS))
    except Refusal as refusal:
        (folder / REFUSAL).write_text(refusal.code, encoding="utf-8")
        raise SystemExit(REFUSED) from None


if __name__ == "__main__":
    main()
