"""The reviews service over HTTP: who may ask, with what, and what comes back. One module for each matter."""

from __future__ import annotations

from services.reviews.api import attachments, campaigns, dossiers, prompts, reviews
from services.reviews.api.scopes import paths

__all__ = ["attachments", "campaigns", "dossiers", "paths", "prompts", "reviews"]
