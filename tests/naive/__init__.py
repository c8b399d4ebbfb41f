"""A second counter of a campaign folder, written from the format's description alone.

It shares no code with the services, knows the 2020 rules by heart, and is slow and simple on purpose. What it counts is
compared with what the services answer. `naive(folder)` gives every figure of an `expected.json`; `deciding.decide`
takes one document after the other, revisions too, for provinces that are drawn and never written down.

Two things the description leaves open, and no sample shows. Here this counter follows the services, so that it says
nothing about them: a grassroots organization that has ended is a cap group while it has members, and a prompt to
somebody whose post has ended is answered by that person's review like any other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.naive.counting import counted
from tests.naive.deciding import decide_all
from tests.naive.folder import Folder


def naive(path: Path) -> dict[str, Any]:
    """Every expected figure of the folder at `path`."""
    folder = Folder.read(path)
    return counted(folder, decide_all(folder))


__all__ = ["naive"]
