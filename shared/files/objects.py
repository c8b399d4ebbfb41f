"""Any object store that a URL names: `file:///folder`, `s3://bucket/prefix`, `memory:///`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import obstore
import obstore.store
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from shared.files.store import FileMissing, StoreTrouble

Runner = Callable[[Callable[[], Any]], Any]
"""How to run what waits for a network: in place, or on a thread beside the green ones."""

_PATIENCE: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=10)}


def _in_place(work: Callable[[], Any]) -> Any:
    return work()


class ObjectStore:
    """A FileStore on obstore. Keys and address of an S3-compatible store come from the usual `AWS_…` variables."""

    def __init__(
        self, store: obstore.store.ObjectStore, *, folder: Path | None = None, run: Runner = _in_place
    ) -> None:
        self._store = store
        self._folder = folder
        self._run = run

    @classmethod
    def at(cls, url: str, *, run: Runner = _in_place) -> Self:
        """The store at `url`; a folder is made when there is none. Raises StoreTrouble."""
        with _told():
            if urlsplit(url).scheme == "file":
                folder = Path(unquote(urlsplit(url).path))
                return cls(LocalStore(folder, mkdir=True), folder=folder)
            if urlsplit(url).scheme == "memory":
                return cls(from_url(url))
            return cls(from_url(url, retry_config=_PATIENCE), run=run)

    def put(self, name: str, content: bytes) -> None:
        with _told():
            self._run(lambda: obstore.put(self._store, name, content, use_multipart=False))
            if self._folder is not None:
                _outlive_a_power_cut(self._folder, name)

    def get(self, name: str) -> bytes:
        with _told():
            return bytes(self._run(lambda: obstore.get(self._store, name).bytes().to_bytes()))


@contextmanager
def _told() -> Iterator[None]:
    """What obstore raises, in the words of the port."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(str(error)) from None
    except (BaseError, OSError) as error:
        raise StoreTrouble(f"{type(error).__name__}: {error}") from error


def _outlive_a_power_cut(folder: Path, name: str) -> None:
    """The file was written aside and renamed; now both are on the disk for good."""
    path = folder / name
    for place in (path, *path.parents[: len(Path(name).parents)]):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
