"""The frame around every page: where the reader is, what else there is to see, and what the figures were built from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from services.reporting.page.words import LANGUAGES, Language
from shared.domain import Instant
from shared.web.asked import AS_OF

GROUPS: Mapping[str, tuple[str, ...]] = {
    "results": ("overview", "units", "subjects", "caps", "comparison", "between", "changes", "years"),
    "follow": ("outstanding", "plans", "prompts", "dossiers", "refusals", "help"),
    "reports": ("reports", "tables"),
}
"""The pages of a campaign as the navigation groups them."""

_WAYS = {"overview": "", "tables": "/tables"}
"""The pages that have an address of their own beside the others."""

Query = Mapping[str, Any]


def address(path: str, language: Language, query: Query | None = None) -> str:
    """A path on this host with its query, in the language that is being read; what is None or empty is left out."""
    given = {name: value for name, value in (query or {}).items() if value not in (None, "")}
    if language != LANGUAGES[0]:
        given["lang"] = language
    return f"{quote(path)}?{urlencode(given)}" if given else quote(path)


@dataclass(frozen=True, slots=True)
class Frame:
    """`campaign` is what CampaignOpened said; `open` are the pages that the reader may see, and `units` the units that
    are seen as a whole, so that they have a page; None for all.

    `province` and `scope` are names: of the province, and of the part that the figures are limited to, if they are.
    `positions` say how far each source has been heard, and `at` when the newest of that was recorded. `page` and `rest`
    are the address of this page, `query` what was asked of it. `as_of` is as of when, as it was stated; None for now.
    """

    campaign: Mapping[str, Any]
    open: frozenset[str]
    units: frozenset[str] | None
    province: str
    scope: str | None
    positions: Mapping[str, int]
    at: Instant
    language: Language
    page: str
    rest: str = ""
    query: Query | None = None
    as_of: str | None = None

    @property
    def zone(self) -> str:
        zone: str = self.campaign["dossier_deadline"]["zone"]
        return zone

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """The groups of the navigation with the pages in them that may be seen."""
        for group, pages in GROUPS.items():
            if shown := [page for page in pages if page in self.open]:
                yield group, shown

    def link(self, page: str, rest: str = "", **query: Any) -> str:
        """The address of a page of this campaign. Whether it may be seen is to be asked before."""
        return address(self._path(page, rest), self.language, {**query, AS_OF: self.as_of})

    def of(self, campaign: str) -> Frame:
        """The frame of another campaign, for what is shown beside this one."""
        return replace(self, campaign={**self.campaign, "campaign": campaign})

    def then(self, as_of: str | None) -> Frame:
        """The frame as of another moment, for what is shown beside this one."""
        return replace(self, as_of=as_of)

    def has_page(self, unit: str) -> bool:
        """Whether the reader sees all of a unit."""
        return self.units is None or unit in self.units

    def here(self, **changes: Any) -> str:
        """The address of this page with some of what was asked for changed, from its first list page on."""
        asked = {name: value for name, value in (self.query or {}).items() if name not in ("cursor", "lang")}
        return address(self._path(self.page, self.rest), self.language, {**asked, **changes})

    def in_language(self, language: Language) -> str:
        """This very page in another language."""
        asked = {name: value for name, value in (self.query or {}).items() if name != "lang"}
        return address(self._path(self.page, self.rest), language, asked)

    def file(self, table: str, format: str, unit: str | None = None, **filters: Any) -> str:
        """The address of a table as a file, of one unit if the reader sees more than that; narrowed as a list is."""
        path = f"/reporting/campaigns/{self.campaign['campaign']}/exports/{table}.{format}"
        asked = {**filters, "unit": unit if unit and self.has_page(unit) else None, AS_OF: self.as_of}
        return address(path, self.language, asked)

    def data(self, path: str, **query: Any) -> str:
        """The address of the same as JSON."""
        return address(self.command(path), LANGUAGES[0], {**query, AS_OF: self.as_of})

    def command(self, path: str) -> str:
        """The address of what can be done: that is always now."""
        return f"/reporting/campaigns/{self.campaign['campaign']}/{path}"

    def now(self) -> str:
        """This very page as of now."""
        return self.here(**{AS_OF: None})

    def _path(self, page: str, rest: str) -> str:
        way = _WAYS.get(page, f"/pages/{page}")
        return f"/reporting/campaigns/{self.campaign['campaign']}{way}" + (f"/{rest}" if rest else "")
