"""What a rulebook calls things, and the documents that it rests on: everything that is only to be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

Names = Mapping[str, str]
"""What codes are called in one language."""

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """The names in one language. English falls back to Vietnamese, which is the language of the rules.

    `sources` names the document behind each source code. `meanings` say by criterion, type of subject (None: all)
    and degree what the degree means measurably, where a province has said so.
    """

    title: str
    levels: Names
    degrees: Names
    criteria: Names
    groups: Names
    facts: Names
    units: Names
    stages: Names
    sources: Names
    meanings: Mapping[tuple[str, str | None, str], str]

    def level(self, code: str) -> str:
        return self.levels.get(code, code)

    def criterion(self, code: str) -> str:
        return self.criteria.get(code, code)

    def meaning(self, criterion: str, type_: str | None, degree: str) -> str | None:
        """What the degree means for subjects of this type, or for all."""
        return self.meanings.get((criterion, type_, degree)) or self.meanings.get((criterion, None, degree))

    def fact(self, code: str) -> str:
        return self.facts.get(code, code)


def read_wording(content: Mapping[str, Any], language: Language) -> Wording:
    forms = content["criterion_groups"]
    groups = [group for form in forms for group in form["groups"]]
    facts = content["facts"]
    return Wording(
        title=_said(content["pack"], language, "title_"),
        levels=_names(content["quality_levels"], language),
        degrees=_names(content.get("degrees", ()), language),
        criteria=_names((criterion for group in groups for criterion in group["criteria"]), language),
        groups=_names(groups, language),
        facts=_names(facts, language),
        units={fact["code"]: fact[f"unit_{language}"] for fact in facts if f"unit_{language}" in fact},
        stages=_names(_stages(content["stages"]), language),
        sources={entry["code"]: _document(entry, language) for entry in content["sources"]},
        meanings={
            (entry["criterion"], type_, degree): _said(meaning, language)
            for entry in content.get("degree_meanings", ())
            for type_ in entry.get("types", [None])
            for degree, meaning in entry["degrees"].items()
        },
    )


def _names(entries: Iterable[Entry], language: Language) -> dict[str, str]:
    return {entry["code"]: _said(entry, language) for entry in entries}


def _said(entry: Entry, language: Language, prefix: str = "") -> str:
    said: str = entry.get(f"{prefix}{language}") or entry[f"{prefix}vi"]
    return said


def _stages(stages: Mapping[str, Any]) -> Iterable[Entry]:
    return (stage for section in stages.values() if isinstance(section, list) for stage in section)


def _document(entry: Entry, language: Language) -> str:
    """The document's number, and where in it or by whom it was read."""
    said = _said(entry, language)
    return f"{entry['document']} ({said})" if "document" in entry else said
