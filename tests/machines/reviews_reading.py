"""Where a text that somebody wrote can be read again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_VERSIONS = "/campaigns/{campaign}/reviews/{subject}/versions"
_DOSSIER = "/campaigns/{campaign}/dossiers/{subject}"
_REMEDY = "/campaigns/{campaign}/remedies/{code}"

READ_AT = {
    **dict.fromkeys(("reviews", "draft", "supplements", "completions", "reviews/returns", "judgements"), _VERSIONS),
    "comments": "/campaigns/{campaign}/reviews/{subject}/comments",
    "prompts": "/campaigns/{campaign}/prompts/{code}",
    **dict.fromkeys(("recalls", "dossiers/returns"), _DOSSIER),
    "interim-summaries": "/campaigns/{campaign}/plans/{organization}",
    **dict.fromkeys(("remedies", "reports"), _REMEDY),
}
"""By command: the address of what holds its texts."""

_TEXTS = ("text", "summary", "remarks", "weakness", "report", "answer")


def said_in(data: Any) -> Iterator[str]:
    """Every text of a person in a body or in an answer."""
    match data:
        case dict():
            for name, value in data.items():
                if name in _TEXTS and isinstance(value, str):
                    yield value
                else:
                    yield from said_in(value)
        case list():
            for value in data:
                yield from said_in(value)
