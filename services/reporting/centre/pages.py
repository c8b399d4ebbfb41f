"""The centre as pages, in the frame and the words of the provinces' pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.centre.board import Seen, State, Year
from services.reporting.centre.describing import ZONE
from services.reporting.centre.provinces import Province
from services.reporting.page import Language, address, rendered
from services.reporting.page.labels.centre import STATES
from services.reporting.page.words import say

ROOT = "/centre"
FILES = ("xlsx", "csv")


def years_page(language: Language, years: Mapping[int, Mapping[str, Any]], away: Sequence[Province]) -> str:
    """The years that any province has a campaign in."""
    listed = [
        (year, len(campaigns), address(f"{ROOT}/campaigns/{year}", language)) for year, campaigns in years.items()
    ]
    names = ", ".join(province.name(language) for province in away)
    return rendered("centre_years.html", language, ROOT, years=listed, away=names)


def year_page(language: Language, year: Year) -> str:
    """All provinces in one year: together, side by side, and how each stands."""
    path = f"{ROOT}/campaigns/{year.year}"
    return rendered(
        "centre.html",
        language,
        ROOT,
        year=year,
        figures=year.together,
        rulebooks=sorted({seen.campaign["rulebook"] for seen in year.counted if seen.campaign}),
        zone=ZONE,
        here=lambda to: address(path, to),
        data=f"{path}/figures",
        file=lambda table, format: address(f"{path}/exports/{table}.{format}", language),
        files=FILES,
        state=lambda seen: say(STATES, seen.state, language),
        name=lambda seen: seen.province.name(language),
        pages=lambda seen: _pages_of(seen, language),
        behind=[seen for seen in year.counted if seen.state is State.BEHIND],
    )


def _pages_of(seen: Seen, language: Language) -> str:
    """Where the province's own pages of the campaign are."""
    campaign = f"campaigns/{seen.campaign['campaign']}" if seen.campaign else "pages"
    return seen.province.pages + address(f"/reporting/{campaign}", language)
