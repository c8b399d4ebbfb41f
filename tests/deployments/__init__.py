"""The system as a province runs it, for the tests that need all of it."""

from tests.deployments.deployment import Deployment, deployed
from tests.deployments.operated import Operated, operated
from tests.deployments.plays import Left, play, report
from tests.deployments.province import PLAYS, Province, left_by, played, put_played

__all__ = [
    "PLAYS",
    "Deployment",
    "Left",
    "Operated",
    "Province",
    "deployed",
    "left_by",
    "operated",
    "play",
    "played",
    "put_played",
    "report",
]
