"""Playing a campaign folder through a deployment, as `kiemdiem play --api` does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import orjson

from deploy.campaign.client import Client
from deploy.campaign.player import Player
from deploy.campaign.reader import Campaign, Progress, silent
from deploy.campaign.result import PlayResult
from services.ratings.loading import load, pack_file
from tests.deployments.deployment import Deployment


def play(deployment: Deployment, folder: Path, progress: Progress = silent) -> PlayResult:
    client = Client(deployment.addresses, deployment.importer_token)
    campaign = Campaign.at(folder)
    rulebook = load(pack_file(campaign.details()["rulebook"]))
    return Player(campaign, rulebook, client, progress).play()


def report(result: PlayResult) -> bytes:
    """The report file that the play leaves."""
    return orjson.dumps(result.figures, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


@dataclass(frozen=True, slots=True)
class Left:
    """What a play leaves: its report, and how many events each service has."""

    report: bytes
    heads: dict[str, int]
