"""What an issued report freezes: how it is written now, and how every form that was ever issued is read.

The hash of a report is that of its content as canonical JSON: keys sorted, no blanks, UTF-8. Form 1 was the figures
alone. Form 2 holds the form, the figures, and the documents that allowed exceeding a cap. Form 3 adds the statistical
tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

FORM = 3


class Content(NamedTuple):
    """What a report shows. `overrides` and `statistics` are None where its form did not freeze them."""

    form: int
    figures: dict[str, Any]
    overrides: list[dict[str, Any]] | None
    statistics: dict[str, Any] | None


def write(figures: Mapping[str, Any], overrides: Sequence[Mapping[str, Any]], statistics: Mapping[str, Any]) -> bytes:
    """The content of a report that is issued today."""
    content = {"form": FORM, "figures": figures, "overrides": overrides, "statistics": statistics}
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def read(content: str) -> Content:
    """What a report of any form says."""
    frozen = orjson.loads(content)
    if "form" not in frozen:
        return Content(1, frozen, None, None)
    return Content(**{"statistics": None, **frozen})
