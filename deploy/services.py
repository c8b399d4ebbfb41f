"""The four services, found by name without importing the others."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from deploy.exits import Exit
from deploy.output import fail

NAMES = ("organizations", "reviews", "ratings", "reporting")
CENTRE = "centre"
"""What shows several provinces on top of their reportings; it has no log and no tables."""


def service_class(name: str) -> Any:
    """The nameko class of the service `name`."""
    return import_module(f"services.{name}.service").Service


def known(service: str) -> str:
    """The name, if there is such a service; else the end of the command."""
    if service not in NAMES:
        raise fail(Exit.USAGE, f"There is no service {service!r}; there are {', '.join(NAMES)}.")
    return service
