"""Fills the page's templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.reporting.domain.dossiers import CAME_TO
from services.reporting.domain.levels import LEVELS, percent
from services.reporting.domain.shares import shares
from services.reporting.domain.subjects import KINDS
from services.reporting.page import formats, words
from services.reporting.page.bars import PARTS, along, beside_cap, dots, segments
from services.reporting.page.frame import address
from services.reporting.page.labels import HAPPENINGS, LABELS
from services.reporting.page.words import LANGUAGES, Language, say
from shared.contracts import vocabulary

_FOLDER = Path(__file__).parent
LONGEST_LIST = 200
"""Entries of a list that a page does not cut into pages; all of them are in the JSON."""

_TEXTS = {**words.TEXTS, **LABELS}

STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")
_STYLE_VERSION = sha256(STYLE.encode()).hexdigest()[:12]


def rendered(template: str, language: Language, root: str = "/reporting", **context: Any) -> str:
    """A template, filled. `root` is the path below which session, style and home are."""
    return _environment(language, root).get_template(template).render(**context)


@cache
def _environment(language: Language, root: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=partial(formats.number, language=language),
        percentage=partial(formats.percentage, language=language),
        figure=partial(formats.figure, language=language),
        day=formats.day,
        day_before=formats.day_before,
        moment=formats.moment,
        local=formats.local,
        points=partial(formats.points, language=language),
        decimal=partial(formats.decimal, language=language),
        signed=partial(formats.signed, language=language),
        along=along,
        dots=dots,
        reason=partial(say, words.REASONS, language=language),
        not_rated_reason=partial(say, words.NOT_RATED, language=language),
        dossier_document=partial(say, words.DOSSIER_DOCUMENTS, language=language),
        cap=partial(say, words.CAPS, language=language),
        kind=partial(say, vocabulary.SUBJECT_KINDS, language=language),
        level=partial(_level_or_not_rated, language=language),
        short_level=partial(say, words.SHORT_LEVELS, language=language),
        type_name=partial(say, {**vocabulary.ORGANIZATION_TYPES, **vocabulary.COLLECTIVE_TYPES}, language=language),
        management_level=partial(say, vocabulary.MANAGEMENT_LEVELS, language=language),
        remedy_outcome=partial(say, vocabulary.REMEDY_OUTCOMES, language=language),
        dossier_state=partial(say, vocabulary.DOSSIER_STATES, language=language),
        happening=partial(say, HAPPENINGS, language=language),
        by_reason=_by_reason,
        segments=segments,
        beside_cap=beside_cap,
    )
    environment.globals.update(
        language=language,
        other=LANGUAGES[1 - LANGUAGES.index(language)],
        t=partial(_text, language=language),
        percent=percent,
        level_shares=_level_shares,
        kinds=KINDS,
        levels=LEVELS,
        parts=PARTS,
        dossier_states=tuple(CAME_TO.values()),
        style_version=_STYLE_VERSION,
        longest_list=LONGEST_LIST,
        home=address(f"{root}/pages", language),
        root=root,
    )
    return environment


def _level_shares(count: Mapping[str, int]) -> dict[str, str | None]:
    """Each level's share of those rated; together exactly 100.00, as in every export."""
    return shares({level: count[level] for level in LEVELS})


def _text(name: str, language: Language, **values: Any) -> str:
    return _TEXTS[name][LANGUAGES.index(language)].format(**values)


def _level_or_not_rated(part: str, language: Language) -> str:
    return _text(part, language) if part == "not_rated" else say(vocabulary.LEVELS, part, language)


def _by_reason(faults: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """A document's faults, gathered under their reasons."""
    ordered = sorted(faults, key=itemgetter("reason", "subject"))
    return [(reason, [fault["subject"] for fault in of]) for reason, of in groupby(ordered, itemgetter("reason"))]
