"""A keeper of what was that builds in its own process: quicker, where little is built."""

from __future__ import annotations

from typing import Any

from shared.history import Keeper
from shared.history.__main__ import build


class InHere(Keeper):
    def _run(self, told: Any, wanted: Any) -> None:
        build(told, lambda done: None)
