"""A small reader of Dockerfiles: as much of the language as ours uses, and an error for what it does not know."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import orjson

KNOWN = frozenset(
    {
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "RUN",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    }
)


class Instruction(NamedTuple):
    name: str
    text: str

    def words(self, values: Mapping[str, str]) -> list[str]:
        """The arguments: a JSON list, or words in which variables are replaced."""
        if self.text.startswith("["):
            words: list[str] = orjson.loads(self.text)
            return words
        return shlex.split(replaced(self.text, values))


class Stage(NamedTuple):
    """What is done between one FROM and the next; `name` is that after AS, or the stage's place."""

    name: str
    base: str
    instructions: list[Instruction]


def replaced(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}|\$(\w+)", lambda match: values.get(match[1] or match[2], ""), text)


def instructions(file: Path) -> Iterator[Instruction]:
    """Every instruction. Raises ValueError for one that is not known here."""
    text = re.sub(r"^\s*#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            if name not in KNOWN:
                raise ValueError(f"{file}: {name} is not known here")
            yield Instruction(name, rest.strip())


def stages(file: Path) -> list[Stage]:
    """The stages in their order."""
    found: list[Stage] = []
    for instruction in instructions(file):
        if instruction.name == "FROM":
            base, _, name = instruction.text.partition(" AS ")
            found.append(Stage(name or str(len(found)), base, []))
        elif found:
            found[-1].instructions.append(instruction)
    return found
