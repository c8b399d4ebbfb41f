"""Fills the page's template."""

from __future__ import annotations

from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.ratings.domain.proposal.wording import LANGUAGES, Language
from services.ratings.page.words import CEILING_OUTCOMES, FORCING_OUTCOMES, TEXTS
from services.ratings.proposals import Explained
from services.ratings.told import told
from shared.contracts.vocabulary import COLLECTIVE_TYPES, ORGANIZATION_TYPES
from shared.domain import Instant

_FOLDER = Path(__file__).parent
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_TYPES = {**ORGANIZATION_TYPES, **COLLECTIVE_TYPES}

STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")
_STYLE_VERSION = sha256(STYLE.encode()).hexdigest()[:12]


def explanation_page(campaign: str, explained: Explained, language: Language, at: Instant) -> str:
    """The explanation of one subject's proposal as an HTML page. `at` is the moment it was computed."""
    words = explained.rulebook.wording[language]
    return (
        _environment(language)
        .get_template("explanation.html")
        .render(
            campaign=campaign,
            subject=explained.subject,
            type_name=_type_name(explained, language),
            rulebook=words,
            rulebook_code=explained.rulebook.code,
            assigned=explained.assigned and words.level(explained.assigned),
            worst=words.level(explained.rulebook.levels.worst),
            it=told(explained.explanation, explained.rulebook),
            at=at.astimezone(_ZONE),
        )
    )


def _type_name(explained: Explained, language: Language) -> str | None:
    names = _TYPES.get(explained.subject.type or "")
    return names and names[LANGUAGES.index(language)]


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = partial(_number, language=language)
    environment.globals.update(
        language=language,
        other=LANGUAGES[1 - LANGUAGES.index(language)],
        t=partial(_text, language=language),
        forcing_outcomes=FORCING_OUTCOMES,
        ceiling_outcomes=CEILING_OUTCOMES,
        style_version=_STYLE_VERSION,
    )
    return environment


def _text(name: str, language: Language, **values: Any) -> str:
    return TEXTS[language][name].format(**values)


def _number(decimal: str, language: Language) -> str:
    return decimal.replace(".", ",") if language == "vi" else decimal
