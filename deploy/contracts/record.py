"""`python -m deploy.contracts.record DATA`: keeps samples of what a play left in a data folder, in recorded.json.

kiemdiem play samples/province-2020 --embedded --data DATA
"""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from deploy.contracts.samples import RECORDED, SOURCE, keep_of
from deploy.logs import opened
from deploy.services import NAMES
from shared.messaging import Envelope


def record(data: Path) -> None:
    kept = []
    for service in NAMES:
        store, _ = opened(service, data)
        log = store.read(0, store.head().number)
        kept += keep_of([Envelope.of(event, SOURCE + service) for event in log])
    RECORDED.write_bytes(orjson.dumps(kept, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


if __name__ == "__main__":
    record(Path(sys.argv[1]))
