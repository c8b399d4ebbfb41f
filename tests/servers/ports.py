"""Ports for private servers."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"

# Below the range from which the kernel serves outgoing connections: a server that is down for a while
# finds its port still free.
_CANDIDATES = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """`count` different loopback ports on which nothing listens."""
    ports: list[int] = []
    with ExitStack() as held:
        for port in random.SystemRandom().sample(_CANDIDATES, len(_CANDIDATES)):
            probe = held.enter_context(socket.socket())
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            ports.append(port)
            if len(ports) == count:
                return ports
    raise RuntimeError(f"fewer than {count} free ports in {_CANDIDATES}")


def listens(port: int) -> bool:
    """Whether something accepts connections on the loopback `port`."""
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0
