"""Where a figure stands, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from services.reporting.page.labels import PLACES
from services.reporting.page.words import NOT_RATED, SHORT_LEVELS, Language, Words, say
from shared.contracts import vocabulary

_ORDER = {place: number for number, place in enumerate(PLACES)}
_WORDS: Words = {**PLACES, **NOT_RATED, **SHORT_LEVELS, **vocabulary.SUBJECT_KINDS}


def in_words(path: Iterable[str], names: Mapping[str, str], language: Language) -> str:
    """`("by_unit", "QN", "mem", "HTXSNV")` as "Theo đơn vị · Đảng bộ thành phố Quy Nhơn · Đảng viên · Xuất sắc".

    `names` are those of organizations. What has no words is told as it is.
    """
    return " · ".join(names.get(f"org:{part}") or say(_WORDS, part, language) for part in path)


def reading_order(path: Sequence[str]) -> int:
    """Sorts figures as one reads them: those of the whole before those by unit."""
    return _ORDER.get(path[0], len(_ORDER))
