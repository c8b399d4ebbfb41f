from __future__ import annotations

from services.reporting.readmodel import metadata
from shared.migrations import run_migrations

run_migrations(metadata)
