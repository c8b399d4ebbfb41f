"""The table of contents of the reviews service."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from services.reviews import api, policies, readmodel
from services.reviews.domain.events import EVENTS
from shared.messaging import Policies, Relay, Subscription, marked
from shared.web import resources


class Service:
    """Campaigns, prompts, reviews and dossiers."""

    name = "reviews"
    events = EVENTS
    readmodel = Policies(marked(readmodel))

    relay = Relay()
    hears = Subscription(Policies([*policies.keep_the_register, *marked(policies)]), ("organizations", "ratings"))

    @resources(api, paths=api.paths)
    def answer(self, respond: Callable[[], Response]) -> Response:
        return respond()
