"""What is wrong in a campaign folder, said so that the person at the spreadsheet can put it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SHOWN_CHARACTERS = 80

_WORDS = {
    "vi": ("Trang", "hàng", "cột", "giá trị", "Cách sửa"),
    "en": ("Sheet", "row", "column", "value", "Way out"),
}
_MORE = {"vi": "… và còn lỗi khác sau các lỗi này.", "en": "… and there are more after these."}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not accepted, and the way out. Texts may name values, as in `str.format`."""

    code: str
    vi: str
    en: str
    way_out_vi: str
    way_out_en: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, with its place. `row` is counted as Excel does: the header is row 1."""

    sheet: str
    reason: Reason
    row: int | None = None
    column: str | None = None
    value: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """One line in `language` (vi or en): place, value, reason, way out."""
        sheet, row, column, value, way_out = _WORDS[language]
        place = [f"{sheet} {self.sheet}"]
        if self.row is not None:
            place.append(f"{row} {self.row}")
        if self.column is not None:
            place.append(f"{column} {self.column}")
        if self.value is not None:
            place.append(f'{value} "{shown(self.value)}"')
        return f"{', '.join(place)}: {self.text(language)} {way_out}: {self.way_out(language)}"

    def text(self, language: str) -> str:
        return (self.reason.vi if language == "vi" else self.reason.en).format(**self.values)

    def way_out(self, language: str) -> str:
        return (self.reason.way_out_vi if language == "vi" else self.reason.way_out_en).format(**self.values)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": None if self.value is None else shown(self.value),
            "code": self.reason.code,
            "vi": self.say("vi"),
            "en": self.say("en"),
        }


class CampaignUnreadable(Exception):
    """The folder has faults and nothing of it was sent. `more` says that others follow those listed."""

    def __init__(self, problems: Sequence[Problem], *, more: bool = False) -> None:
        self.problems = tuple(problems)
        self.more = more
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """All problems, one a line."""
        lines = [problem.say(language) for problem in self.problems]
        if self.more:
            lines.append(_MORE[language])
        return "\n".join(lines)


def shown(value: Any) -> str:
    """`value` on one line, shortened, with bytes that are no text written as \\xff."""
    text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    text = "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
