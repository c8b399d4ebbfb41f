"""Running an agency's programs, each in a process of its own, and reading what they say."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

PATIENCE_SECONDS = 60.0
_NUDGE_SECONDS = 1.0
_BETWEEN_TRIES_SECONDS = 0.1


class Program:
    """A running program and the lines that it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.said: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def says(self, wanted: Callable[[str], bool], nudge: Callable[[], object] = lambda: None) -> str:
        """The next line that is wanted. While it does not come, `nudge` is called each second."""
        ends = monotonic() + PATIENCE_SECONDS
        while monotonic() < ends:
            try:
                line = self._lines.get(timeout=_NUDGE_SECONDS)
            except queue.Empty:
                nudge()
                continue
            assert line is not None, f"it ended and had said: {''.join(self.said)}"
            if wanted(line):
                return line
        raise AssertionError(f"it did not say what was expected, but: {''.join(self.said)}")

    def comes_about(self, holds: Callable[[], bool]) -> None:
        """Wait until the program has brought something about."""
        ends = monotonic() + PATIENCE_SECONDS
        while not holds():
            assert self._process.poll() is None and monotonic() < ends, f"it had said: {''.join(self.said)}"
            threading.Event().wait(_BETWEEN_TRIES_SECONDS)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line)
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)


def environment(folder: Path, access: Mapping[str, str]) -> dict[str, str]:
    """The environment of a terminal of the agency: its programs, its access, and no way to the project's code."""
    programs = folder / ".programs"
    programs.mkdir(exist_ok=True)
    _program(programs / "python", f'exec {sys.executable} "$@"')
    _program(programs / "pip", f'exec {_python_with_pip()} -m pip --python {sys.executable} --no-input "$@"')
    own = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    # What the guide has installed is there already: no test needs the network.
    return {**own, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **access}


@contextmanager
def started(command: str, folder: Path, access: Mapping[str, str]) -> Iterator[Program]:
    """A program that goes on until it is told to end; everything that it prints comes in one stream."""
    process = subprocess.Popen(
        ["bash", "-euc", command],
        cwd=folder,
        env=environment(folder, access),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield Program(process)
    finally:
        os.killpg(process.pid, 9)
        process.wait()


def carried_out(command: str, folder: Path, access: Mapping[str, str], code: int = 0) -> str:
    """What a command prints that ends by itself, with that code."""
    done = subprocess.run(
        ["bash", "-euc", command],
        cwd=folder,
        env=environment(folder, access),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == code, (command, done.stdout)
    return done.stdout


def _program(file: Path, line: str) -> None:
    if not file.exists():
        file.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        file.chmod(0o755)


def _python_with_pip() -> str:
    """The Python that the environment was made from: the environment itself has no pip."""
    return os.path.realpath(sys.executable)
