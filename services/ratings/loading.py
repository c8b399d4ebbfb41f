"""Rulebooks and overlays from files and requests: everything that is wrong with one, at once and in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.ratings.documents import Document, read_document
from services.ratings.domain.rules.flaws import Flaw
from services.ratings.domain.rules.overlay import is_overlay, overlaid, overlay_flaws
from services.ratings.domain.rules.references import reference_flaws
from services.ratings.domain.rules.soundness import engine_flaws, soundness_flaws
from services.ratings.forms import OVERLAY, PACKS, RULEBOOK, form_flaws


@dataclass(frozen=True, slots=True)
class Place:
    """A flaw of a file, with its line."""

    flaw: Flaw
    line: int

    def say(self, language: str) -> str:
        return self.flaw.vi if language == "vi" else self.flaw.en


class RulebookFaulty(Exception):
    """The file is no rulebook that can be published. `places` has everything that is wrong, by line."""

    def __init__(self, path: Path, places: Iterable[Place]) -> None:
        self.path = path
        self.places = tuple(sorted(places, key=lambda place: (place.line, place.flaw.pointer)))
        super().__init__(f"{path}: {len(self.places)} faults, the first on line {self.places[0].line}")


def pack_file(rulebook: str, folder: Path = PACKS) -> Path:
    """Where the pack of that code lies: `vn-party-annual-review/2020` is `vn-party-annual-review-2020.yaml`."""
    return folder / f"{rulebook.replace('/', '-')}.yaml"


def load(path: Path) -> dict[str, Any]:
    """The file's rulebook, whole: an overlay is laid over its base, which lies beside it or among the shipped packs.

    Raises RulebookFaulty and OSError.
    """
    document = read_document(path)
    if document.flaws:
        raise _faulty(path, document, document.flaws)
    content = document.content
    if not is_overlay(content):
        if flaws := rulebook_flaws(content):
            raise _faulty(path, document, flaws)
        return dict(content)
    if flaws := form_flaws(content, OVERLAY):
        raise _faulty(path, document, flaws)
    base_file = _base_file(path, content["overlay"]["base"])
    if base_file is None:
        missing = content["overlay"]["base"]
        vi, en = f"không tìm thấy bộ quy định gốc {missing}", f"the base rulebook {missing} was not found"
        raise _faulty(path, document, [Flaw("/overlay/base", vi, en, missing)])
    whole, flaws = laid_over(load(base_file), content)
    if flaws:
        raise _faulty(path, document, flaws)
    return whole


def rulebook_flaws(content: Any) -> list[Flaw]:
    """Everything that is wrong with a rulebook's content: its form, its references, what the engine understands."""
    formal = form_flaws(content, RULEBOOK)
    if not isinstance(content, dict):
        return formal
    flaws = list(formal)
    for deeper in (reference_flaws, soundness_flaws):
        flaws += list(_apart_from(flaws, deeper(content)))
    return flaws or list(engine_flaws(content))


def laid_over(base: dict[str, Any], overlay: dict[str, Any]) -> tuple[dict[str, Any], list[Flaw]]:
    """The whole rulebook that an overlay makes of its base, and what is wrong with it by the overlay's own pointers."""
    flaws = list(overlay_flaws(base, overlay))
    if flaws:
        return {}, flaws
    whole = overlaid(base, overlay)
    return whole, rulebook_flaws(whole)


def _apart_from(flaws: list[Flaw], deeper: Iterable[Flaw]) -> Iterator[Flaw]:
    """Those that are not mere consequences of what is wrong in the same place."""
    broken = [flaw.pointer for flaw in flaws]
    for flaw in deeper:
        if not any(_inside(flaw.pointer, pointer) or _inside(pointer, flaw.pointer) for pointer in broken):
            yield flaw


def _inside(pointer: str, other: str) -> bool:
    return pointer == other or pointer.startswith(f"{other}/")


def _base_file(path: Path, base: str) -> Path | None:
    files = (pack_file(base, folder) for folder in (path.parent, PACKS))
    return next((file for file in files if file.is_file()), None)


def _faulty(path: Path, document: Document, flaws: Iterable[Flaw]) -> RulebookFaulty:
    return RulebookFaulty(path, [Place(flaw, document.line(flaw.pointer)) for flaw in flaws])
