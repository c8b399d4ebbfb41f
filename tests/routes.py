"""Every route of every service."""

from __future__ import annotations

from importlib import import_module

from deploy.services import NAMES
from shared.web import Route, routes_of


def routes() -> list[tuple[str, Route]]:
    """The routes that the services declare, by service; what all services have alike is tested with shared/web."""
    return [(name, route) for name in NAMES for route in routes_of(import_module(f"services.{name}.api"))]
