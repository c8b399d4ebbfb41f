"""Numbers, percentages, dates and instants as each language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.reporting.page.words import Language

NO_BREAK = "\u00a0"


def number(value: int, language: Language) -> str:
    """1500 as 1.500 in Vietnamese, 1,500 in English."""
    text = f"{value:,}"
    return text.replace(",", ".") if language == "vi" else text


def percentage(value: str | None, language: Language) -> str:
    """18.33 as "18,33 %" in Vietnamese, "18.33%" in English; a dash where there is no denominator."""
    if value is None:
        return "–"
    return f"{value.replace('.', ',')}{NO_BREAK}%" if language == "vi" else f"{value}%"


def day(iso: str) -> str:
    """2021-02-25 as 25/02/2021, in both languages."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


def day_before(iso: str) -> str:
    return day((date.fromisoformat(iso) - timedelta(days=1)).isoformat())


def moment(instant: datetime, zone: str) -> str:
    """An instant as local date and time, with its offset: 20/01/2021 08:15 (+07:00)."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%d/%m/%Y %H:%M} ({local.isoformat()[-6:]})"
