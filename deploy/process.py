"""A process that serves: one service by itself, or all four behind one address. It has been made cooperative before."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import eventlet
import eventlet.debug
import structlog
from nameko.constants import MAX_WORKERS_CONFIG_KEY, WEB_SERVER_CONFIG_KEY
from nameko.containers import ServiceContainer

from deploy.parts import deployed_parts
from deploy.services import service_class
from shared.config import Settings
from shared.logging import log_as_json

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

DRAIN_SECONDS = 20.0
STOP_SECONDS = 8.0
"""How long relays, subscriptions and jobs may take to end once nothing is asked any more."""

log = structlog.get_logger("process")


def run_service(name: str, settings: Settings) -> None:
    """Run one service until it is told to end."""
    log_as_json(name, settings.log_level)
    service = service_class(name)
    parts = deployed_parts(service, settings)
    with traced(parts.tracing):
        run([container_of(service, parts, settings.listen)], settings.drain_seconds)


@contextmanager
def traced(tracing: Tracing | None) -> Iterator[None]:
    """Send spans as long as it lasts, and those that wait at the end."""
    if tracing is None:
        yield
        return
    tracing.start()
    try:
        yield
    finally:
        tracing.stop()


def container_of(service: Any, parts: Any, listen: str) -> ServiceContainer:
    """The container of a nameko class; its parts have `workers` and `listener` at least."""
    return ServiceContainer(
        service, {"kiemdiem": parts, WEB_SERVER_CONFIG_KEY: listen, MAX_WORKERS_CONFIG_KEY: parts.workers}
    )


def run(containers: list[ServiceContainer], drain_seconds: float) -> None:
    """Run the containers until SIGTERM or SIGINT comes, answer what has been asked, then stop them in order.

    A fault that a container cannot mend by waiting ends the process with exit code 1: whoever started it is told.
    """
    eventlet.debug.hub_exceptions(False)  # a container's fault is logged below, once and as JSON
    ending = eventlet.event.Event()

    def end(fault: BaseException | None = None) -> None:
        if not ending.ready():
            ending.send(fault)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end())
    for container in containers:
        container.start()
        eventlet.spawn(_watch, container, end)
    gc.freeze()  # what lives as long as the process need not be looked through while somebody waits
    gc.enable()
    log.info("started", services=[container.service_name for container in containers])
    if fault := ending.wait():
        log.error("ended by a fault", fault=type(fault).__name__, reason=str(fault))
        raise SystemExit(1)
    _drain(containers, drain_seconds)
    with eventlet.Timeout(STOP_SECONDS, False):
        for container in containers:
            container.stop()
    log.info("stopped")


def _drain(containers: list[ServiceContainer], seconds: float) -> None:
    log.info("draining", seconds=seconds)
    for container in containers:
        listener = container.config["kiemdiem"].listener
        if listener is not None and (cut_off := listener.drain(seconds)):
            log.warning("drained", cut_off=cut_off)


def _watch(container: ServiceContainer, end: Callable[[BaseException], None]) -> None:
    try:
        container.wait()
    except Exception as fault:
        end(fault)
