"""The rulebook pack that a campaign names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class NotARulebook(ValueError):
    """The file's YAML is no mapping."""


def rulebook_file(packs: Path, rulebook: str) -> Path:
    """Where the pack of that id lies: `vn-party-annual-review/2020` is `vn-party-annual-review-2020.yaml`."""
    return packs / f"{rulebook.replace('/', '-')}.yaml"


def read_rulebook(path: Path) -> dict[str, Any]:
    """The pack's content. Raises FileNotFoundError, yaml.YAMLError or NotARulebook."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise NotARulebook(f"{path} holds no rulebook")
    return content
