"""The table of contents of the reporting service."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from services.reporting import api, policies, readmodel
from services.reporting.domain.events import EVENTS
from services.reporting.exports.runner import ExportJobs
from services.reporting.following import policies as following
from services.reporting.looking_back import carry_contents, zone_of
from services.reporting.readmodel import keep_when_it_was_said, metadata
from services.reporting.roster import happenings
from services.reporting.roster import policies as roster
from shared.clearing import Clearing
from shared.history.extension import History
from shared.messaging import Policies, marked
from shared.messaging.extensions import Relay, Subscription
from shared.web.entrypoint import resources


class Service:
    """What all others have said, counted: figures, the page that shows them, and the reports that freeze them."""

    name = "reporting"
    events = EVENTS
    readmodel = Policies(marked(readmodel), after_each=[keep_when_it_was_said])

    relay = Relay()
    clearing = Clearing()
    hears = Subscription(
        Policies(
            [*policies.keep_the_register, *marked(policies, following, roster, happenings)],
            after_each=[keep_when_it_was_said],
        ),
        policies.SOURCES,
    )
    history = History(metadata, carry_contents, zone_of)
    exports = ExportJobs()

    @resources(api, paths=api.paths)
    def answer(self, respond: Callable[[], Response]) -> Response:
        return respond()
