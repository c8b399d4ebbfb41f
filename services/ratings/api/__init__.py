"""The ratings service over HTTP: who may ask, with what, and what comes back. One module for each matter."""

from __future__ import annotations

from services.ratings.api.assessments import give_opinions, record_civil_ratings, record_findings, tally_ballots
from services.ratings.api.decisions import issue_decision, show_decision
from services.ratings.api.ratings import show_proposal, show_rating
from services.ratings.api.rulebooks import publish_rulebook, show_rulebook
from services.ratings.api.scopes import paths

__all__ = [
    "give_opinions",
    "issue_decision",
    "paths",
    "publish_rulebook",
    "record_civil_ratings",
    "record_findings",
    "show_decision",
    "show_proposal",
    "show_rating",
    "show_rulebook",
    "tally_ballots",
]
