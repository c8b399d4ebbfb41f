"""`kiemdiem demo`: the sample province's whole year in front of one's eyes."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

from deploy.campaign.player import FIGURES
from deploy.campaign.reader import Campaign
from deploy.campaign.tables import print_figures
from deploy.children import Embedded, NotReady, embedded
from deploy.exits import Exit
from deploy.local import board_token, importer_token, local_issuer
from deploy.output import console, errors, fail, show
from deploy.playing import play_through

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "province-2020"


def demonstrate(data: Path, *, once: bool, as_json: bool) -> None:
    """Start all four services afresh, play the sample, print the tables, and show the page until told to end."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    details = Campaign.at(SAMPLE).details()
    issuer = local_issuer(data)
    errors.print(f"[bold]{details['title']}[/]", highlight=False)
    try:
        with embedded(data) as services:
            token = importer_token(issuer, details["province"])
            result = play_through(SAMPLE, services.addresses, token, as_json=as_json)
            show(result.as_json(), as_json, lambda _: print_figures(result.figures, console))
            if not once:
                _show_page(services, details["code"], board_token(issuer, details["province"]))
    except NotReady as not_ready:
        raise fail(Exit.UNREACHABLE, str(not_ready)) from None


def _show_page(services: Embedded, campaign: str, token: str) -> None:
    page = FIGURES.format(campaign=quote(campaign)).removesuffix("/figures")
    console.print(
        f"\n[bold]Trang tổng hợp:[/] {services.addresses['reporting']}/reporting/sign-in?next={page}", soft_wrap=True
    )
    console.print(f"[bold]Mã truy cập:[/] {token}", soft_wrap=True)
    console.print("Nhấn Ctrl+C để kết thúc. / Press Ctrl+C to end.")
    try:
        services.wait()
    except KeyboardInterrupt:
        errors.print("Đã dừng. / Stopped.")
