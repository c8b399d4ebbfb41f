"""The ratings service: its parts by name, put together by nameko."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from services.ratings import api, readmodel
from services.ratings.domain import events
from services.ratings.life import readmodel as life_of_ratings
from services.ratings.policies import POLICIES, SOURCES
from shared.clearing import Clearing
from shared.messaging import policies_of
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
    readmodel = policies_of(readmodel, life_of_ratings)

    relay = Relay()
    clearing = Clearing()
    hears = Subscription(POLICIES, SOURCES)

    @resources(api, paths=api.paths, citations=api.citations)
    def answer(self, respond: Callable[[], Response]) -> Response:
        return respond()
