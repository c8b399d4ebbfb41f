"""What an issued report freezes: how it is written now, and how every form that was ever issued is read.

The hash of a report is that of its content as canonical JSON: keys sorted, no blanks, UTF-8. Form 1 was the figures
alone. Form 2 holds the form, the figures, and the documents that allowed exceeding a cap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

FORM = 2


class Content(NamedTuple):
    """What a report shows. `overrides` is None where its form did not freeze them."""

    form: int
    figures: dict[str, Any]
    overrides: list[dict[str, Any]] | None


def write(figures: Mapping[str, Any], overrides: Sequence[Mapping[str, Any]]) -> bytes:
    """The content of a report that is issued today."""
    return orjson.dumps({"form": FORM, "figures": figures, "overrides": overrides}, option=orjson.OPT_SORT_KEYS)


def read(content: str) -> Content:
    """What a report of any form says."""
    frozen = orjson.loads(content)
    return Content(**frozen) if "form" in frozen else Content(1, frozen, None)
