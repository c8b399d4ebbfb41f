"""Telling a database that is away from an event that cannot be applied."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError

from shared.eventstore import CommitUncertain
from shared.eventstore.engine import passes_by_itself
from shared.messaging.standing import LogBehind, LogUnchecked

StoreTrouble = (SQLAlchemyError, CommitUncertain, LogUnchecked, LogBehind)
"""What the store raises when its database fails, or may not be written to."""


def is_outage(error: Exception) -> bool:
    """Whether the same transaction may succeed later, unchanged: the database is at fault, not the work."""
    if isinstance(error, DBAPIError):
        return passes_by_itself(error)
    return isinstance(error, TimeoutError | CommitUncertain | LogUnchecked | LogBehind)
