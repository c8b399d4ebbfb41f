"""The four services, found by name without importing the others."""

from __future__ import annotations

from importlib import import_module
from typing import Any

NAMES = ("organizations", "reviews", "ratings", "reporting")


def service_class(name: str) -> Any:
    """The nameko class of the service `name`."""
    return import_module(f"services.{name}.service").Service
