"""The table of contents of the ratings service."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from services.ratings import api, policies, readmodel
from services.ratings.domain import events
from services.ratings.life import readmodel as life_of_ratings
from shared.clearing import Clearing
from shared.messaging import Policies, marked
from shared.messaging.extensions import Relay, Subscription
from shared.web.entrypoint import resources


class Service:
    """Rulebooks, opinions, ballots, findings, civil ratings, decisions and the ratings they assign."""

    name = "ratings"
    events = (
        events.RulebookPublished,
        events.OpinionGiven,
        events.BallotTallied,
        events.CivilRatingRecorded,
        events.FindingRecorded,
        events.LevelProposed,
        events.DecisionIssued,
        events.DecisionRefused,
        events.RatingAssigned,
        events.RatingRevised,
        events.RatingQuestioned,
        events.RatingConfirmed,
        events.AppealLodged,
        events.AppealDecided,
        events.RatingPublished,
    )
    readmodel = Policies(marked(readmodel, life_of_ratings))

    relay = Relay()
    clearing = Clearing()
    hears = Subscription(Policies([*policies.keep_the_register, *marked(policies)]), policies.SOURCES)

    @resources(api, paths=api.paths, citations=api.citations)
    def answer(self, respond: Callable[[], Response]) -> Response:
        return respond()
