"""What the private servers have in common: a folder, a process, a beginning and an end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Self

START_SECONDS = 60.0
STOP_SECONDS = 30.0
_BETWEEN_TRIES_SECONDS = 0.02
_LOG_TAIL_CHARACTERS = 4_000


class ServerFailed(Exception):
    """A server did not come up or did not go down; the end of its log says why."""


class Server(ABC):
    """One server program with a folder of its own; as a context manager it runs from entry to exit.

    Debian's servers refuse to run as root: under root they run as the user that their package made.
    """

    name: ClassVar[str]
    user: ClassVar[str]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    kill_signal: ClassVar[signal.Signals] = signal.SIGKILL

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"kiemdiem-{self.name}-"))
        self.data = self.folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._hand_over(self.folder)

    @abstractmethod
    def command(self) -> list[str]:
        """The program with its arguments; it stays in the foreground."""

    @abstractmethod
    def ready(self) -> bool:
        """Whether it answers a client."""

    def environment(self) -> dict[str, str]:
        """What the program finds in its environment, and nothing else."""
        return {"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

    def prepare(self) -> None:
        """Make the data folder, for a first start."""
        self.data.mkdir(mode=0o700)
        self._hand_over(self.data)

    def __enter__(self) -> Self:
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder)

    def start(self) -> None:
        """Start it and return once it is ready. Raises ServerFailed."""
        # The kernel ends the server with the thread that started it: with any but the main one, too early.
        assert threading.current_thread() is threading.main_thread()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._as_user(), *self.command()],
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._await_ready(self._process)

    def stop(self) -> None:
        """End it in order: what it has accepted is on disk. Does nothing when it is down."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """End it as a crash would. Does nothing when it is down."""
        self._end(self.kill_signal)

    def restart(self) -> None:
        """Stop it and start it again, on the same ports with the same data."""
        self.stop()
        self.start()

    def wipe(self) -> None:
        """Start it again on the same ports with nothing of what it knew, but for the names that tests hold."""
        self.stop()
        shutil.rmtree(self.data)
        self.prepare()
        self.start()

    def run(self, *command: str) -> str:
        """Run a program of the server's package as the server's user; its output. Raises ServerFailed."""
        result = subprocess.run(
            [*self._as_user(), *command],
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise ServerFailed(f"{command[0]} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
        return result.stdout

    @property
    def _log(self) -> Path:
        return self.folder / "output.log"

    def _hand_over(self, folder: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(folder, self.user, self.user)

    def _as_user(self) -> list[str]:
        """The command prefix for the right user, under which no server outlives a test run that was killed."""
        prefix = ["setpriv", f"--pdeathsig={self.stop_signal.name.removeprefix('SIG')}"]
        if os.geteuid() == 0:
            prefix += [f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        return prefix

    def _await_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            with suppress(subprocess.TimeoutExpired):
                process.wait(_BETWEEN_TRIES_SECONDS)
                raise self._failed(f"ended with {process.returncode} before it was ready")
            if time.monotonic() > deadline:
                raise self._failed(f"was not ready within {START_SECONDS:.0f} s")

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise self._failed(f"did not end within {STOP_SECONDS:.0f} s of {how.name}") from None
        finally:
            self._process = None

    def _failed(self, what: str) -> ServerFailed:
        return ServerFailed(f"{self.name} {what}:\n{self._log.read_text(errors='replace')[-_LOG_TAIL_CHARACTERS:]}")


def installed(pattern: str) -> Path:
    """The newest file of a Debian package that matches `pattern`, such as `/usr/lib/postgresql/*/bin/postgres`."""
    found = list(Path("/").glob(pattern.removeprefix("/")))
    if not found:
        raise ServerFailed(f"{pattern} is missing; deploy/scripts/servers install brings it")
    return max(found, key=lambda path: (len(str(path)), path))
