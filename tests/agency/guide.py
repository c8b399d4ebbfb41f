"""The guide as a list of steps: files to save, commands to run, and what they print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PUBLISHED = Path(__file__).resolve().parents[2] / "docs"
GUIDE = PUBLISHED / "guides" / "subscribers.md"
_BLOCK = re.compile(r"((?:^[^\n]+\n)*)\n*^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"Save this as `([a-z_./]+)`")


class Step(NamedTuple):
    """`file`: where the text is to be saved. Else it is a command; `listens` if it goes on until it is ended.

    `prints`: the lines that the guide shows of what it prints, in their order; `…` stands for anything.
    """

    text: str
    file: str | None = None
    listens: bool = False
    operator: bool = False
    prints: tuple[str, ...] = ()


def steps() -> list[Step]:
    """The steps in the order of the guide. Raises AssertionError for a block that nothing would be done with."""
    found: list[Step] = []
    for before, language, kind, text in _BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        named = _NAMED.search(before)
        match language, kind:
            case "sh", _:
                found.append(Step(text, listens=kind == "listening", operator=kind == "operator"))
            case "text", "" if found and found[-1].file is None:
                found[-1] = found[-1]._replace(prints=tuple(text.splitlines()))
            case (("python" | "json"), "") if named:
                found.append(Step(text, file=named[1]))
            case "text", "access" | "shown":
                pass
            case _:
                raise AssertionError(f"nobody follows this block: {text}")
    return found


def is_as(pattern: str, line: str) -> bool:
    """Whether a printed line is what the guide shows."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("…"))), line) is not None
