"""In whose name a service acts by itself."""

from __future__ import annotations

from shared.domain import Clock, CommandContext


def own_context(service: str, clock: Clock) -> CommandContext:
    """The context of what a service does of its own accord, now."""
    return CommandContext(actor=f"system:{service}", organization=None, now=clock.now())
