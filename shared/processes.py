"""A process of its own for work that would keep a service from answering: it is told what to do, and watched.

It gets what it is told as JSON on its standard input and a folder to write into: now and then how far it is, and at
the end its result. It ends at the latest when whoever started it has no more use for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import orjson

PROGRESS, FAULT = "progress", "fault"
NICER = 5
"""The services come first."""
TELL_SECONDS = 0.5
_TICK = 0.05


class OwnProcess(AbstractContextManager[Any]):
    """Runs `python -m MODULE FOLDER`. Started on entering, ended at the latest on leaving."""

    def __init__(self, module: str, told: Any) -> None:
        self._module = module
        self._told = orjson.dumps(told)
        self._folder = TemporaryDirectory(prefix="kiemdiem-")
        self.path = Path(self._folder.name)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with (self.path / FAULT).open("wb") as fault:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, self._folder.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=fault,
            )
        assert self._process.stdin is not None
        self._process.stdin.write(self._told)
        self._process.stdin.close()
        return self

    def __exit__(self, *_: Any) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int:
        """That of a process that has ended."""
        assert self._process is not None
        assert self._process.returncode is not None
        return self._process.returncode

    @property
    def done(self) -> int:
        """How far it is, by its own count."""
        try:
            return int((self.path / PROGRESS).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return 0

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, at the latest after `seconds`. Others go on meanwhile."""
        ends = time.monotonic() + seconds
        while self.is_running and time.monotonic() < ends:
            time.sleep(_TICK)
        return not self.is_running

    def frames(self) -> list[str]:
        """Where it broke, without the fault's own text: that may quote data about people."""
        told = (self.path / FAULT).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return told[-12:-1]


class Teller:
    """Inside such a process: says how far it is, and ends it when nobody waits for it any more."""

    def __init__(self, folder: Path, every: int = 1) -> None:
        """Only multiples of `every` are looked at."""
        self._file = folder / PROGRESS
        self._every = every
        self._next = 0.0
        self._parent = os.getppid()

    def __call__(self, done: int) -> None:
        if done % self._every or time.monotonic() < self._next:
            return
        if os.getppid() != self._parent:
            raise SystemExit(1)
        self._next = time.monotonic() + TELL_SECONDS
        new = self._file.with_suffix(".new")
        new.write_text(str(done), encoding="ascii")
        new.replace(self._file)


def told() -> tuple[Path, Any]:
    """Inside such a process: the folder and what it is told. Makes it nicer to others."""
    os.nice(NICER)
    return Path(sys.argv[1]), orjson.loads(sys.stdin.buffer.read())
