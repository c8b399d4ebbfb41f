"""YAML documents as plain JSON data, with the line of everything in them.

Decimals stay as they are written (72.68 becomes the text "72.68"), dates become ISO text. One thing is said in one
place: a key given twice, an anchor or an alias is a fault, because YAML would let one of two win in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from services.ratings.domain.rules.flaws import Flaw, pointer

_TAG = "tag:yaml.org,2002:"
_AS_WRITTEN = {f"{_TAG}float", f"{_TAG}timestamp", f"{_TAG}str"}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content. `lines` by JSON pointer, counted from 1; `flaws` are those of the YAML itself."""

    content: Any
    lines: Mapping[str, int]
    flaws: tuple[Flaw, ...]

    def line(self, where: str) -> int:
        """The line of what the pointer leads to, or of the nearest thing around it."""
        while where and where not in self.lines:
            where = where.rpartition("/")[0]
        return self.lines.get(where, 1)


def read_document(path: Path) -> Document:
    """The file as data. What is no YAML at all is one flaw at its line. Raises OSError."""
    try:
        node = _composed(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return _unreadable(1, "tệp không phải là văn bản UTF-8", "the file is no UTF-8 text")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or "syntax"
        return _unreadable(line, f"tệp không đúng cú pháp YAML ({problem})", f"this is no YAML ({problem})")
    except yaml.YAMLError as error:
        return _unreadable(1, f"tệp không đúng cú pháp YAML ({error})", f"this is no YAML ({error})")
    if node is None:
        return _unreadable(1, "tệp trống", "the file is empty")
    reading = _Reading()
    content = reading.value(node, "", node.start_mark.line + 1)
    return Document(content, reading.lines, tuple(reading.flaws))


def _unreadable(line: int, vi: str, en: str) -> Document:
    return Document(None, {"": line}, (Flaw("", vi, en),))


def _composed(text: str) -> yaml.Node | None:
    """The document, without anchors and aliases: what stands in two places is written twice. Raises YAMLError."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if getattr(event, "anchor", None) is not None:
            raise yaml.composer.ComposerError(None, None, "anchors and aliases are not used", event.start_mark)
    return yaml.compose(text, Loader=yaml.CSafeLoader)


@dataclass(slots=True)
class _Reading:
    """Turns nodes into values, and remembers where they stood."""

    lines: dict[str, int] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)

    def value(self, node: yaml.Node, where: str, line: int) -> Any:
        self.lines[where] = line
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            parts = enumerate(node.value)
            return [self.value(part, where + pointer(i), part.start_mark.line + 1) for i, part in parts]
        return self._scalar(node, where)

    def _mapping(self, node: yaml.MappingNode, where: str) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = where + pointer(key)
            if key in content:
                vi = f"mục {key} có hai lần (lần đầu ở dòng {self.lines[place]})"
                self.flaws.append(Flaw(place, vi, f"{key} is given twice (first on line {self.lines[place]})", key))
            content[key] = self.value(value_node, place, key_node.start_mark.line + 1)
        return content

    def _scalar(self, node: yaml.Node, where: str) -> Any:
        if node.tag in _AS_WRITTEN:
            return node.value
        if node.tag == f"{_TAG}int" and _WHOLE.fullmatch(node.value):
            return int(node.value)
        if node.tag == f"{_TAG}bool":
            return yaml.SafeLoader.bool_values[node.value.lower()]
        if node.tag == f"{_TAG}null":
            return None
        vi, en = f"không dùng được giá trị {node.value}", f"{node.value} is no plain value"
        self.flaws.append(Flaw(where, vi, en, node.value))
        return node.value
