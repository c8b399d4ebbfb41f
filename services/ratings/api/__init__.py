"""The ratings service over HTTP: who may ask, with what, and what comes back. One module for each matter."""

from __future__ import annotations

from services.ratings.api.assessments import give_opinions, record_civil_ratings, record_findings, tally_ballots
from services.ratings.api.ballots import show_ballots
from services.ratings.api.caps import show_caps
from services.ratings.api.decisions import issue_decision, issue_revision, show_decision
from services.ratings.api.lifecycle import confirm_rating, decide_appeal, lodge_appeal, publish_ratings
from services.ratings.api.lists import list_deviations, list_overrides, list_ratings
from services.ratings.api.proposals import propose_levels
from services.ratings.api.ratings import show_proposal, show_rating, show_style
from services.ratings.api.rulebooks import publish_rulebook, show_rulebook
from services.ratings.api.scopes import paths
from services.ratings.api.whatif import show_what_if

__all__ = [
    "confirm_rating",
    "decide_appeal",
    "give_opinions",
    "issue_decision",
    "issue_revision",
    "list_deviations",
    "list_overrides",
    "list_ratings",
    "lodge_appeal",
    "paths",
    "propose_levels",
    "publish_ratings",
    "publish_rulebook",
    "record_civil_ratings",
    "record_findings",
    "show_ballots",
    "show_caps",
    "show_decision",
    "show_proposal",
    "show_rating",
    "show_rulebook",
    "show_style",
    "show_what_if",
    "tally_ballots",
]
