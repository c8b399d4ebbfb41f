"""What somebody gets of a page who reads its structure instead of looking at it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br"}


@dataclass
class Outline(HTMLParser):
    """Headings, names, links, and what is wrong with them."""

    headings: list[int] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    referred: set[str] = field(default_factory=set)
    tags: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    text: str = ""
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        if tag not in VOID:
            self._open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th" and given.get("scope") not in ("col", "row", "colgroup"):
            self.faults.append(f"a th without scope at {self.getpos()}")
        if tag == "svg" and not (given.get("aria-label") or given.get("aria-hidden") == "true"):
            self.faults.append(f"an svg without a label at {self.getpos()}")
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden" and "id" not in given:
            self.faults.append(f"a field without an id at {self.getpos()}")
        if identity := given.get("id"):
            self.ids[identity] += 1
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.referred |= set((given.get(name) or "").split())
        self._follow(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def close(self) -> None:
        super().close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def _follow(self, target: str) -> None:
        if target.startswith("#"):
            self.referred.add(target[1:])
        elif target:
            self.links.append(target)


def outline(page: str) -> Outline:
    seen = Outline()
    seen.feed(page)
    seen.close()
    return seen
