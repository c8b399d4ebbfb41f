"""The sample provinces: invented people in a small Bình Định, with figures that were counted independently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "samples"
FAULTY = SAMPLES / "province-2020"
"""With mistakes planted on purpose."""
CLEAN = SAMPLES / "province-2020-clean"
"""Every document and every dossier is accepted."""


def expected(folder: Path) -> dict[str, Any]:
    """The figures that a play of the folder must give."""
    figures: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return figures
