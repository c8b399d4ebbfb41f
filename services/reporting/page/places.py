"""Where a figure stands, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.reporting.domain.levels import LEVELS
from services.reporting.domain.subjects import KINDS
from services.reporting.domain.vietnamese import sort_key
from services.reporting.page.labels import PLACES
from services.reporting.page.words import NOT_RATED, SHORT_LEVELS, Language, Words, say
from shared.contracts import vocabulary

_ORDER = {part: number for number, part in enumerate((*PLACES, *KINDS, *LEVELS))}
_WORDS: Words = {**PLACES, **NOT_RATED, **SHORT_LEVELS, **vocabulary.SUBJECT_KINDS}


def in_words(path: Iterable[str], names: Mapping[str, str], language: Language) -> str:
    """`("by_unit", "QN", "mem", "HTXSNV")` as "Theo đơn vị · Đảng bộ thành phố Quy Nhơn · Đảng viên · Xuất sắc".

    `names` are those of organizations. What has no words is told as it is.
    """
    return " · ".join(names.get(f"org:{part}") or say(_WORDS, part, language) for part in path)


def reading_order(path: Sequence[str], names: Mapping[str, str]) -> tuple[Any, ...]:
    """Sorts figures as one reads them: those of the whole before those by unit, kinds and levels as everywhere."""
    parts = ((_ORDER.get(part, len(_ORDER)), "" if part in _ORDER else _by_name(part, names)) for part in path)
    return "by_unit" in path, *parts


def _by_name(part: str, names: Mapping[str, str]) -> str:
    return sort_key(names.get(f"org:{part}", part))
