"""The process that writes one export: `python -m services.reporting.exports FOLDER`, with the order on its input."""

from __future__ import annotations

import orjson

import shared  # noqa: F401 - it hushes a library's warning at each import
from services.reporting.exports.describing import Order
from services.reporting.exports.process import HEARD, REFUSAL, REFUSED, RESULT
from services.reporting.exports.writing import write
from services.reporting.queries import positions_in
from shared.domain import Refusal
from shared.eventstore import open_engine
from shared.eventstore.engine import reader_of
from shared.messaging import service_of
from shared.processes import Teller, told
from shared.reader import reader_on


def main() -> None:
    folder, said = told()
    order = Order.of(said["order"])
    engine = reader_of(open_engine(said["database_url"]))
    try:
        with engine.begin() as connection, (folder / RESULT).open("wb") as target:
            read = reader_on(connection)
            positions = {service_of(source): number for source, number in positions_in(read, order.heard).items()}
            (folder / HEARD).write_bytes(orjson.dumps(positions))
            write(read, order, target, Teller(folder, every=100))
    except Refusal as refusal:
        (folder / REFUSAL).write_text(refusal.code, encoding="utf-8")
        raise SystemExit(REFUSED) from None


if __name__ == "__main__":
    main()
