"""`kiemdiem rulebook check`: what is wrong with a rulebook or an overlay, before anybody publishes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console

from services.ratings.domain.rules.rulebook import fingerprint
from services.ratings.loading import RulebookFaulty, load


def check(path: Path) -> dict[str, Any]:
    """The rulebook's code and content hash, or its faults, each with line, pointer and both texts. Raises OSError."""
    try:
        content = load(path)
    except RulebookFaulty as faulty:
        return {
            "file": str(faulty.path),
            "rulebook": None,
            "content_sha256": None,
            "faults": [
                {"line": place.line, "pointer": place.flaw.pointer, "vi": place.say("vi"), "en": place.say("en")}
                for place in faulty.places
            ],
        }
    code = content["pack"]["id"]
    return {"file": str(path), "rulebook": code, "content_sha256": fingerprint(content), "faults": []}


def print_check(found: dict[str, Any], console: Console) -> None:
    """One line for each fault, Vietnamese before English."""
    if not found["faults"]:
        said = f"{found['rulebook']}: ✓ {found['content_sha256']}"
        console.print(said, highlight=False, markup=False, soft_wrap=True)
    for fault in found["faults"]:
        place = f"{found['file']}:{fault['line']} {fault['pointer'] or '/'}"
        console.print(f"{place}: {fault['vi']} | {fault['en']}", highlight=False, markup=False, soft_wrap=True)
