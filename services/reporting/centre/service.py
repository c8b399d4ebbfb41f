"""The table of contents of the centre."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from services.reporting.api import session
from services.reporting.centre.routes import NAME, centre_routes
from shared.web import Reader
from shared.web.entrypoint import resources


def nowhere(read: Reader, organization: str, campaign: str | None) -> tuple[str, ...]:
    """The centre knows no tree: each province judges what its central reader sees."""
    return ()


class Centre:
    """Several provinces side by side and together, as their reportings tell of them."""

    name = NAME

    @resources(session, paths=nowhere, further=centre_routes)
    def answer(self, respond: Callable[[], Response]) -> Response:
        return respond()
