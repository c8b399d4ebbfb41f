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


def figure(value: int | str | None, language: Language) -> str:
    """A value among the figures: a number, a percentage, or nothing."""
    return number(value, language) if isinstance(value, int) else percentage(value, language)


def day(iso: str) -> str:
    """2021-02-25 as 25/02/2021, in both languages."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


def day_before(iso: str) -> str:
    return day((date.fromisoformat(iso) - timedelta(days=1)).isoformat())


def moment(instant: datetime, zone: str) -> str:
    """An instant as local date and time, with its offset: 20/01/2021 08:15 (+07:00)."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%d/%m/%Y %H:%M} ({local.isoformat()[-6:]})"


def local(at: str, zone: str) -> str:
    """A day, or an instant as date and time in the zone: 05/12/2020, 05/12/2020 15:01."""
    if "T" not in at:
        return day(at)
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%d/%m/%Y %H:%M}"


def points(hundredths: int | None, language: Language) -> str:
    """A difference of two percentages, given in hundredths of a point: +1,25 or −0,50; a dash where there is none."""
    if hundredths is None:
        return "–"
    return decimal(f"{_sign(hundredths)}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}", language)


def signed(value: int, language: Language) -> str:
    """3 as +3, -3 as −3, 0 as 0."""
    return f"{_sign(value)}{number(abs(value), language)}"


def decimal(text: str, language: Language) -> str:
    """Decimal text as the language writes it."""
    return text.replace(".", ",") if language == "vi" else text


def _sign(value: int) -> str:
    return "+" if value > 0 else "\u2212" if value < 0 else ""
