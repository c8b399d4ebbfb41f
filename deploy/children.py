"""Running services in child processes, and knowing when they are ready."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import urllib3

from deploy.services import NAMES

READY_SECONDS = 60
STOP_SECONDS = 30


class NotReady(Exception):
    """A service ended, or was not ready in time; the text says which and where its log is."""


def free_port() -> int:
    """A port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Child:
    """One `kiemdiem` process that serves HTTP at `address`; its log goes to a file."""

    def __init__(self, arguments: list[str], address: str, log: Path, environment: Mapping[str, str] | None = None):
        self.address = address
        self._arguments = [sys.executable, "-m", "deploy", *arguments]
        self._log = log
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._arguments, stdout=log, stderr=log, env=self._environment)

    def wait_until_ready(self) -> None:
        """Ask `/readyz` until it says yes. Raises NotReady."""
        self._wait_for("/readyz")

    def wait_until_alive(self) -> None:
        """Ask `/healthz` until it answers, whether or not the service can do its work. Raises NotReady."""
        self._wait_for("/healthz")

    def _wait_for(self, probe: str) -> None:
        pool = urllib3.PoolManager(retries=False, timeout=5)
        ends = time.monotonic() + READY_SECONDS
        while time.monotonic() < ends:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                if pool.request("GET", f"{self.address}{probe}").status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                pass
            time.sleep(0.1)
        raise NotReady(f"{' '.join(self._arguments[3:])} is not ready; see {self._log}")

    def peak_memory(self) -> int:
        """The most memory that the running process has ever held, in bytes."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
        return int(kilobytes) * 1024

    def wait(self) -> None:
        """Wait until it ends by itself."""
        if self._process is not None:
            self._process.wait()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


class Embedded:
    """All four services in the child processes of the embedded mode; `addresses` says where each is."""

    def __init__(self, children: Mapping[str, Child]) -> None:
        self.addresses = {name: child.address for name, child in children.items()}
        self._children = tuple(dict.fromkeys(children.values()))

    def start(self) -> None:
        """Start all, and wait until they are ready. Raises NotReady."""
        for child in self._children:
            child.start()
        for child in self._children:
            child.wait_until_ready()

    def stop(self) -> None:
        for child in self._children:
            child.stop()

    def wait(self) -> None:
        """Wait until they end by themselves."""
        for child in self._children:
            child.wait()

    def peak_memory(self) -> int:
        """The most memory that each process has ever held, added up, in bytes."""
        return sum(child.peak_memory() for child in self._children)


@contextmanager
def embedded(data: Path) -> Iterator[Embedded]:
    """All four services in one process on a free port, with their files in `data`."""
    with _running(Embedded(dict.fromkeys(NAMES, _serving(data, "services")))) as services:
        yield services


@contextmanager
def embedded_apart(data: Path) -> Iterator[Embedded]:
    """As `embedded`, but each service in a process of its own, so that every processor has its share of the work."""
    with tempfile.TemporaryDirectory(prefix="kiemdiem-") as folder:  # the path of a socket must be short
        apart = {name: _serving(data, name, "--only", name, "--broker", f"{folder}/broker") for name in NAMES}
        with _running(Embedded(apart)) as services:
            yield services


def _serving(data: Path, name: str, *share: str) -> Child:
    listen = f"127.0.0.1:{free_port()}"
    arguments = ["serve", "--embedded", "--data", str(data), "--listen", listen, *share]
    return Child(arguments, f"http://{listen}", data / f"{name}.log")


@contextmanager
def _running(services: Embedded) -> Iterator[Embedded]:
    try:
        services.start()
        yield services
    finally:
        services.stop()
