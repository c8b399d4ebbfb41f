"""Evidence in words: the figure, what it counts, and the events behind each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.reporting.page.course import told
from services.reporting.page.labels import FIGURES
from services.reporting.page.places import in_words
from services.reporting.page.words import CAPS, Language, say
from shared.contracts import vocabulary
from shared.messaging.envelope import service_of


def title(key: str, names: Mapping[str, str], language: Language) -> str:
    """`ratings/mem/HTXSNV` as "Kết quả xếp loại · Đảng viên · Xuất sắc"."""
    head, *rest = key.split("/")
    match head, rest:
        case "dossier_states", [state, *kind]:
            rest = [say(vocabulary.DOSSIER_STATES, state, language), *kind]
        case "caps", [cap, *more]:
            rest = [say(CAPS, cap, language), *more]
    return in_words((say(FIGURES, head, language), *(_said(part, language) for part in rest)), names, language)


def with_titles(
    figures: Iterable[Mapping[str, Any]], names: Mapping[str, str], language: Language
) -> list[tuple[Mapping[str, Any], str]]:
    """Each of the figures with its title."""
    return [(each, title(each["figure"], names, language)) for each in figures]


def shown_items(items: Iterable[Mapping[str, Any]], names: Mapping[str, str], language: Language) -> list[Any]:
    """Each item with its events in words."""
    return [(item, list(_in_words(item["events"], names, language))) for item in items]


def _in_words(events: Iterable[Mapping[str, Any]], names: Mapping[str, str], language: Language) -> Iterable[Any]:
    happened = [{**event, "service": service_of(event["source"])} for event in events]
    return zip(happened, told(happened, names, language), strict=True)


def _said(part: str, language: Language) -> str:
    return say({**vocabulary.ORGANIZATION_TYPES, **vocabulary.COLLECTIVE_TYPES, **FIGURES}, part, language)
