"""The shipped rulebooks as plain data, each file read once: YAML takes long, and many tests begin with one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml

from services.ratings.loading import pack_file

OF_2020 = "vn-party-annual-review/2020"


def as_written(rulebook: str = OF_2020) -> dict[str, Any]:
    """What the rulebook of that code says, or the overlay by itself; dates are ISO text. The caller may change it."""
    content: dict[str, Any] = orjson.loads(_as_json(pack_file(rulebook)))
    return content


@cache
def _as_json(file: Path) -> bytes:
    return orjson.dumps(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
