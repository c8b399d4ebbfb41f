"""What `kiemdiem` prints: results on standard output, as text or JSON; everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import orjson
from rich.console import Console

from deploy.exits import Exit

console = Console()
errors = Console(stderr=True)


def show(data: Any, as_json: bool, as_text: Callable[[Any], None] | None = None) -> None:
    """Print `data` as JSON, or by `as_text` for people."""
    if as_json or as_text is None:
        sys.stdout.write(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        as_text(data)


def fail(code: Exit, text: str) -> SystemExit:
    """The exit to raise, with what went wrong said on standard error."""
    errors.print(text, style="red", highlight=False, markup=False)
    return SystemExit(code)
