"""How many exports are written at once in one process of the service."""

from __future__ import annotations

from threading import BoundedSemaphore

AT_ONCE = 2
"""Each takes a processor while it lasts, and up to 300 MiB."""

SLOTS = BoundedSemaphore(AT_ONCE)
