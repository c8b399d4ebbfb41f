"""The table of contents of the organizations service."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from services.organizations import api, readmodel
from services.organizations.domain.events import EVENTS
from shared.clearing import Clearing
from shared.messaging import Policies, marked
from shared.messaging.extensions import Relay, Subscription
from shared.web.entrypoint import resources


class Service:
    """Who exists, and since when: the tree of organizations, leading collectives, people and their posts."""

    name = "organizations"
    events = EVENTS
    readmodel = Policies([*readmodel.keep_the_register, *marked(readmodel)])

    relay = Relay()
    clearing = Clearing()
    hears = Subscription(Policies([]), ())

    @resources(api, paths=api.paths)
    def answer(self, respond: Callable[[], Response]) -> Response:
        return respond()
