"""A service's tables as they were: built anew from the logs up to an earlier position, and read like those of now."""

from shared.history.keeper import Keeper
from shared.history.shelf import Limits

__all__ = ["Keeper", "Limits"]
