"""What must hold between the figures of one report, whatever they are."""

from __future__ import annotations


class FiguresDisagree(ArithmeticError):
    """Two ways of counting the same thing gave different numbers: the report must not go out."""


def require(holds: bool, otherwise: str) -> None:
    """Raise FiguresDisagree, saying what differs, unless the identity holds."""
    if not holds:
        raise FiguresDisagree(otherwise)
