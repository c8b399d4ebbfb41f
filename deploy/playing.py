"""`kiemdiem play`: a campaign folder through running services, or through services started for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.campaign.client import Client, NoAnswer
from deploy.campaign.exporting import export_report
from deploy.campaign.player import Player, PlayStopped
from deploy.campaign.problems import CampaignUnreadable
from deploy.campaign.progress import live_progress
from deploy.campaign.reader import Campaign
from deploy.campaign.result import PlayResult
from deploy.children import NotReady, embedded, embedded_apart
from deploy.exits import Exit
from deploy.local import importer_token, local_issuer
from deploy.output import fail
from deploy.services import NAMES
from services.ratings.loading import RulebookFaulty, load, pack_file


def addresses_of(api: str) -> dict[str, str]:
    """The base address of each service: one for all, or `service=address` separated by commas."""
    if "=" not in api:
        return dict.fromkeys(NAMES, api)
    return dict(entry.split("=", 1) for entry in api.split(","))


def play_embedded(
    path: Path, data: Path, *, as_json: bool, export: Path | None = None, apart: bool = False
) -> PlayResult:
    """Play through services that live for this play only, in a process beside this one, or in one each."""
    data.mkdir(parents=True, exist_ok=True)
    try:
        province = str(Campaign.at(path).details()["province"])
        token = importer_token(local_issuer(data), province)
        with (embedded_apart if apart else embedded)(data) as services:
            return play_through(path, services.addresses, token, as_json=as_json, export=export)
    except CampaignUnreadable as unreadable:
        raise fail(Exit.INPUT, unreadable.say("vi")) from None
    except NotReady as not_ready:
        raise fail(Exit.UNREACHABLE, str(not_ready)) from None


def play_through(
    path: Path, addresses: Mapping[str, str], token: Callable[[], str], *, as_json: bool, export: Path | None = None
) -> PlayResult:
    """Play through services that run already, and leave the consolidated report in the folder `export`.

    Ends the command with its exit code when that cannot go on.
    """
    client = Client(addresses, token)
    try:
        campaign = Campaign.at(path)
        rulebook = load(pack_file(str(campaign.details()["rulebook"])))
        with live_progress(json=as_json) as progress:
            result = Player(campaign, rulebook, client, progress).play()
        if export is not None:
            export_report(client, campaign.details()["code"], export)
        return result
    except CampaignUnreadable as unreadable:
        raise fail(Exit.INPUT, unreadable.say("vi")) from None
    except (OSError, RulebookFaulty) as error:
        raise fail(Exit.INPUT, f"The rulebook of the campaign cannot be read: {error}") from None
    except PlayStopped as stopped:
        raise fail(Exit.FINDINGS, stopped.say("vi")) from None
    except NoAnswer as silence:
        raise fail(Exit.UNREACHABLE, silence.say("vi")) from None
