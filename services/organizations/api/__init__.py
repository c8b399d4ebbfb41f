"""The organizations service over HTTP: who may ask, with what, and what comes back. One module for each matter."""

from __future__ import annotations

from services.organizations.api import collectives, organizations, people, posts, successions
from services.organizations.api.scopes import paths

__all__ = ["collectives", "organizations", "paths", "people", "posts", "successions"]
