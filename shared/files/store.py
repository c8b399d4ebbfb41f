"""The port to whatever keeps bytes: a folder, a bucket, the memory of a test."""

from __future__ import annotations

from typing import Protocol


class FileMissing(LookupError):
    """Nothing is kept under the name."""


class StoreTrouble(Exception):
    """The store cannot be reached or refuses to work. Waiting, or its operator, may help."""


class FileStore(Protocol):
    """Keeps bytes under a name, whole or not at all; what was put is there after a power cut."""

    def put(self, name: str, content: bytes) -> None:
        """Keep `content`; what was under the name before is replaced. Raises StoreTrouble."""

    def get(self, name: str) -> bytes:
        """What is kept under the name. Raises FileMissing and StoreTrouble."""
