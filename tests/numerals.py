"""The numerals of a page, and which of them open their evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

WITHOUT_EVIDENCE = {
    "svg": "a drawing of numbers that stand in the table beneath",
    "title": "the name of the campaign",
    "footer": "the positions and the moment that the figures were built from",
    ".eyebrow": "the name of the campaign",
    ".facts": "the campaign's documents and dates",
    ".computed": "computed from numbers that stand beside it",
    ".overrides": "a decision's own list of whom a document let through",
    ".row": "where a row stood in the sheet that was sent",
    ".ends": "the ends of an axis",
}
"""Parts of the page whose numerals are no figures, and why."""
NAMES = {"6F"}
"""What has a numeral in its name."""


@dataclass
class Numerals(HTMLParser):
    """The numerals of a page: those that open their evidence, with its address, and those that do not."""

    opening: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    _open: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "input", "br"):
            self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not re.search(r"\d", data) or self._is_without_evidence():
            return
        for tag, attrs in reversed(self._open):
            if tag == "a" and attrs.get("class") == "evident":
                self.opening.append((attrs["href"] or "", data.strip()))
                return
        if not any(name in data for name in NAMES):
            self.others.append(data.strip())

    def _is_without_evidence(self) -> bool:
        return any(
            part in WITHOUT_EVIDENCE
            for tag, attrs in self._open
            for part in (tag, *(f".{name}" for name in (attrs.get("class") or "").split()))
        )


def number_in(text: str) -> int | str:
    """`1.500` as 1500, `18,33 %` as "18.33"."""
    if text.endswith("%"):
        return text.removesuffix("%").strip().replace(",", ".")
    return int(text.replace(".", ""))
