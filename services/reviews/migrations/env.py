from __future__ import annotations

from services.reviews.readmodel import metadata
from shared.migrations import run_migrations

run_migrations(metadata)
