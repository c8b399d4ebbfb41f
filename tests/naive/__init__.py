"""A second counter of a campaign folder, written from the format's description alone.

It shares no code with the services, knows the 2020 rules by heart, and is slow and simple on purpose. What it counts is
compared with what the services answer. `naive(folder)` gives every figure of an `expected.json`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.naive.counting import counted
from tests.naive.deciding import decide_all
from tests.naive.folder import Folder


def naive(path: Path) -> dict[str, Any]:
    """Every expected figure of the folder at `path`."""
    folder = Folder(path)
    return counted(folder, decide_all(folder))


__all__ = ["naive"]
