"""`kiemdiem whatif`: a campaign's facts under other rules, through running services or from a data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.campaign.client import Client, NoAnswer
from deploy.exits import Exit
from deploy.output import fail
from deploy.parts import database_in
from services.ratings.domain.errors import UnknownRulebook
from services.ratings.domain.rules.rulebook import Rulebook
from services.ratings.loading import load, pack_file
from services.ratings.readmodel import rulebook_of
from services.ratings.whatif import WhatIf, page_of
from shared.domain import Refusal
from shared.eventstore import open_engine
from shared.reader import reader_on
from shared.register import Reader

SUBJECTS_AT_ONCE = 500
SHOWN = 50
"""Subjects in the table; all of them are in the JSON."""

REASONS = {
    "levels": "khác thang mức chất lượng",
    "measure": "khác cách đo (cấp độ hoặc điểm)",
    "criteria": "khác tiêu chí",
}

Page = Mapping[str, Any]


def what_if_through(
    addresses: Mapping[str, str], token: str, campaign: str, rulebook: str | None, base: str | None
) -> dict[str, Any]:
    """Ask the ratings service. Ends the command with its exit code when it refuses or does not answer."""
    client = Client(addresses, lambda: token)

    def ask(cursor: str | None) -> tuple[Page, str | None]:
        wanted = {"rulebook": rulebook, "cap_base": base, "cursor": cursor, "limit": str(SUBJECTS_AT_ONCE)}
        query = urlencode({name: value for name, value in wanted.items() if value is not None})
        try:
            answer = client.get(f"/ratings/campaigns/{quote(campaign, safe='')}/what-if?{query}")
        except NoAnswer as silence:
            raise fail(Exit.UNREACHABLE, silence.say("vi")) from None
        if answer.status >= 400:
            raise fail(Exit.USAGE, str(answer.document.get("detail", f"HTTP {answer.status}")))
        return answer.document, answer.document["next"]

    return _gathered(ask)


def what_if_in(data: Path, campaign: str, rulebook: str | None, base: str | None) -> dict[str, Any]:
    """Read the embedded ratings service's tables, whether it runs or not.

    A rulebook that nobody has published there is taken from those that are shipped.
    """
    if not (data / "ratings.db").exists():
        raise fail(Exit.USAGE, f"{data} holds no data of an embedded ratings service.")
    with open_engine(database_in(data, "ratings")).connect() as connection:
        rows = reader_on(connection)
        try:
            asked = WhatIf.of(rows, campaign, _rulebook(rows, rulebook) if rulebook else None, base)
        except Refusal as refusal:
            raise fail(Exit.USAGE, refusal.say("vi")) from None

        def read(after: str | None) -> tuple[Page, str | None]:
            page = page_of(asked, after, SUBJECTS_AT_ONCE)
            return page, page["last"]

        return _gathered(read)


def _rulebook(read: Reader, code: str) -> Rulebook:
    """Raises UnknownRulebook."""
    try:
        return rulebook_of(read, code)
    except UnknownRulebook:
        shipped = pack_file(code)
        if not shipped.is_file():
            raise
    return Rulebook.read(load(shipped))


def _gathered(page_after: Callable[[str | None], tuple[Page, str | None]]) -> dict[str, Any]:
    """All pages as one answer."""
    page, follows = page_after(None)
    whole = {name: page[name] for name in ("rulebook", "other", "cap_base", "caps", "examined")}
    changes, not_comparable = list(page["items"]), list(page["not_comparable"])
    while follows is not None:
        page, follows = page_after(follows)
        whole["examined"] += page["examined"]
        changes += page["items"]
        not_comparable += page["not_comparable"]
    return {**whole, "changes": changes, "not_comparable": not_comparable}


def print_what_if(found: Mapping[str, Any], console: Console) -> None:
    """The changes, the subjects that cannot be compared, and the cap groups, as tables."""
    under = " · ".join(filter(None, (found["other"], found["cap_base"])))
    console.print(f"{found['rulebook']} → {under}", highlight=False, markup=False)
    changes, others = found["changes"], found["not_comparable"]
    console.print(f"Đã xét {found['examined']}; đổi mức {len(changes)}; không so được {len(others)}.", highlight=False)
    _print(console, ("Đối tượng", "Hiện nay", "Sẽ là", "Điều kiện"), (_change_row(change) for change in changes))
    _print(console, ("Đối tượng", "Lý do", "Tiêu chí lệch"), (_mismatch_row(subject) for subject in others))
    _print(console, ("Tỷ lệ", "Nhóm", "Xuất sắc", "Được phép", "Vượt", "Hiện vượt"), map(_group_row, found["caps"]))


def _print(console: Console, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    shown = list(rows)
    if shown:
        table = Table(*headings)
        for row in shown[:SHOWN]:
            table.add_row(*map(escape, row))
        console.print(table)
        if len(shown) > SHOWN:
            console.print(f"… và {len(shown) - SHOWN} mục nữa; --json cho toàn bộ.")


def _change_row(change: Mapping[str, Any]) -> tuple[str, ...]:
    return change["subject"], change["from"], change["to"], ", ".join(change["conditions"])


def _mismatch_row(subject: Mapping[str, Any]) -> tuple[str, ...]:
    return subject["subject"], REASONS[subject["reason"]], ", ".join(subject["criteria"])


def _group_row(group: Mapping[str, Any]) -> tuple[str, ...]:
    over_now = "–" if group["over_now"] is None else _yes(group["over_now"])
    return group["cap"], group["group"], str(group["excellent"]), str(group["allowed"]), _yes(group["over"]), over_now


def _yes(holds: bool) -> str:
    return "có" if holds else "không"
