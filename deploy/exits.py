"""The exit codes of `kiemdiem`, the same for every command."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    DONE = 0
    FINDINGS = 1
    """Done, and the output names refusals, findings or faults that somebody should look at."""
    USAGE = 2
    """Wrong options or settings; nothing was done."""
    UNREACHABLE = 3
    """A service or server could not be reached."""
    INPUT = 4
    """An input file has errors; nothing was sent."""
