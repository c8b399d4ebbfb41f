"""The ratings service over HTTP: who may ask, with what, and what comes back. One module for each matter."""

from __future__ import annotations

from services.ratings.api import (
    assessments,
    ballots,
    caps,
    decisions,
    lifecycle,
    lists,
    proposals,
    ratings,
    rulebooks,
    whatif,
)
from services.ratings.api.scopes import paths
from services.ratings.readmodel import citations_of as citations

__all__ = [
    "assessments",
    "ballots",
    "caps",
    "citations",
    "decisions",
    "lifecycle",
    "lists",
    "paths",
    "proposals",
    "ratings",
    "rulebooks",
    "whatif",
]
