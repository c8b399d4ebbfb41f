"""Making a process cooperative: while one request waits for the network, the others go on. Import nothing before."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any


def make_cooperative() -> None:
    """Let whatever waits in this process wait for itself alone, the look-up of a name too.

    Names are looked up in a thread of the operating system, as it is set up to do, and not by eventlet's own
    resolver: dnspython takes a fifth of the time in which a service starts.
    """
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"
    import eventlet
    from eventlet.green import socket

    del os.environ["EVENTLET_NO_GREENDNS"]  # it is read at the import, and meant for nobody else
    socket.getaddrinfo = _beside(socket.getaddrinfo, socket.AI_NUMERICHOST, socket.gaierror)
    eventlet.monkey_patch()


def _beside(blocking: Callable[..., Any], numeric: int, failure: type[OSError]) -> Callable[..., Any]:
    from eventlet import tpool

    def getaddrinfo(host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Any:
        try:
            return blocking(host, port, family, type, proto, flags | numeric)  # an address waits for nothing
        except failure:
            return tpool.execute(blocking, host, port, family, type, proto, flags)

    return getaddrinfo
