"""What `kiemdiem` prints: results on standard output, as text or JSON; everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from deploy.exits import Exit
from shared.config import WrongSetting
from shared.domain import Refusal

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
    errors.print(text, style="red", highlight=False, markup=False, soft_wrap=True)
    return SystemExit(code)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn wrong settings, refusals and a database that does not answer into one line and the right exit code."""
    try:
        yield
    except WrongSetting as error:
        raise fail(Exit.USAGE, str(error)) from None
    except Refusal as refusal:
        raise fail(Exit.INPUT, f"{refusal.say('en')} {refusal.way_out('en')}") from None
    except SQLAlchemyError as error:
        text = f"The database does not answer as it should ({type(error).__name__}). Run `kiemdiem doctor`."
        raise fail(Exit.UNREACHABLE, text) from None
