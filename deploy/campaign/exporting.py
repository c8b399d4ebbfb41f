"""Leaving a played campaign's consolidated report in a folder, in every format."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from deploy.campaign.client import Client
from deploy.campaign.player import PlayStopped
from services.reporting.exports.formats import FORMATS, REPORT

EXPORTS = "/reporting/campaigns/{campaign}/exports"


def export_report(client: Client, campaign: str, folder: Path) -> None:
    """Write `report.xlsx`, `report.csv` and so on; .docx and .pdf are the official document, still a draft.

    Raises NoAnswer, PlayStopped and OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    exports = EXPORTS.format(campaign=quote(campaign, safe=""))
    for ending in FORMATS:
        name = f"{REPORT}.{ending}"
        answer = client.get(f"{exports}/{name}")
        if answer.status >= 400:
            raise PlayStopped(name, (), answer)
        (folder / name).write_bytes(answer.content)
