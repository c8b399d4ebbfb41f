"""Whether the codes of a rulebook are defined once, and whether everything that names a code finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.ratings.domain.rules.flaws import Flaw, Found, at, everything
from services.ratings.domain.rules.standards import UNIT_TARGETS, units_share_fact
from shared.subjects import KINDS

Content = Mapping[str, Any]

_DEFINED: Mapping[str, list[tuple[str, ...]]] = {
    "level": [("quality_levels", "*", "code")],
    "degree": [("degrees", "*", "code")],
    "source": [("sources", "*", "code")],
    "fact": [("facts", "*", "code")],
    "form": [("forms", "*", "code"), ("forms", "*", "number")],
    "document": [("documents", "*", "code")],
    "type": [("subject_types", "*", "*", "code")],
    "management level": [("management_levels", "*", "code")],
    "frame": [("criterion_groups", "*", "code")],
    "group": [("criterion_groups", "*", "groups", "*", "code")],
    "criterion": [("criterion_groups", "*", "groups", "*", "criteria", "*", "code")],
    "parameter": [("parameters", "*", "code")],
    "rank of a level": [("quality_levels", "*", "rank")],
    "rank of a degree": [("degrees", "*", "rank")],
    "rule": [
        ("ordering", "*", "id"),
        ("authority", "*", "id"),
        ("single_count", "*", "id"),
        ("deadlines", "*", "id"),
        ("derivation", "*", "*", "*", "*", "id"),
        ("ceilings", "*", "id"),
        ("caps", "*", "id"),
        ("exclusions", "*", "id"),
    ],
}
"""Where each sort of code is defined."""

_VI = {
    "level": "mức chất lượng",
    "degree": "cấp độ",
    "source": "nguồn",
    "fact": "loại kết luận",
    "form": "biểu mẫu",
    "document": "tài liệu hồ sơ",
    "type": "loại đối tượng",
    "management level": "cấp quản lý",
    "frame": "khung tiêu chí",
    "group": "nhóm tiêu chí",
    "criterion": "tiêu chí",
    "parameter": "tham số",
    "rank of a level": "thứ bậc của mức chất lượng",
    "rank of a degree": "thứ bậc của cấp độ",
    "rule": "quy tắc",
    "stage": "bước",
    "procedure": "thể thức bỏ phiếu",
}

_NAMES = {
    "level_at_least": "level",
    "nd90_level_at_least": "level",
    "nd90_level_is": "level",
    "peer_orgs_level_at_least": "level",
    "max_level": "level",
    "level": "level",
    "choices": "level",
    "min_degree": "degree",
    "any_degree": "degree",
    "figure": "fact",
    "finding": "fact",
    "no_finding": "fact",
    "src": "source",
    "form": "form",
    "doc": "document",
    "inside": "document",
    "group": "group",
    "criterion": "criterion",
    "types": "type",
    "default_variant": "procedure",
}
"""The sort of code that stands under each key."""

_CHECKED = (
    "pack",
    "subject_types",
    "criterion_groups",
    "derivation",
    "ceilings",
    "caps",
    "citations",
    "exclusions",
    "stages",
    "ballots",
    "dossiers",
    "degree_meanings",
)
"""The sections whose entries name codes. The others are for people to read."""


def reference_flaws(content: Content) -> Iterator[Flaw]:
    """Every code that is defined twice, and every one that is named and not defined."""
    for sort, paths in _DEFINED.items():
        yield from _repeated(sort, (found for path in paths for found in at(content, *path)))
    for kind in KINDS:
        yield from _repeated("stage", at(content, "stages", kind, "*", "code"))
    known: dict[str, set[Any]] = {
        sort: {code for path in paths for _, code in at(content, *path) if isinstance(code, str)}
        for sort, paths in _DEFINED.items()
    }
    known["procedure"] = {
        key
        for _, variants in at(content, "ballots", "procedure_variants")
        if isinstance(variants, Mapping)
        for key in variants
    }
    present = {sort for sort, paths in _DEFINED.items() if any(path[0] in content for path in paths)} | {"procedure"}
    for pointer, sort, code in _named(content):
        if sort in present and code not in known[sort]:
            yield Flaw(pointer, f"{_VI[sort]} {code} chưa được định nghĩa", f"{sort} {code} is not defined", code)


def _repeated(sort: str, defined: Iterable[Found]) -> Iterator[Flaw]:
    seen: dict[Any, str] = {}
    for pointer, code in defined:
        if isinstance(code, str | int) and seen.setdefault(code, pointer) != pointer:
            vi = f"{_VI[sort]} {code} được định nghĩa hai lần (lần đầu ở {seen[code]})"
            yield Flaw(pointer, vi, f"{sort} {code} is defined twice (first at {seen[code]})", code)


def _named(content: Content) -> Iterator[tuple[str, str, str]]:
    """Pointer, sort and code of everything that names a code."""
    for section in _CHECKED:
        for pointer, key, value in everything(content.get(section), f"/{section}"):
            for code in value if isinstance(value, list) else [value]:
                if key in _NAMES and isinstance(code, str):
                    yield pointer, _NAMES[key], code
    for pointer, key, value in everything(content.get("derivation"), "/derivation"):
        yield from ((pointer, "fact", fact) for fact in _facts_named(key, value))


def _facts_named(key: str, value: Any) -> Iterator[str]:
    """The findings and figures that an entry of a condition rests on without naming them under a key of their own."""
    if key in ("when", "except") and isinstance(value, str):
        yield value
    elif key == "all_of" and isinstance(value, list):
        yield from (part for part in value if isinstance(part, str))
    elif key == "member_disciplined_at_least":
        yield key
    elif key.endswith("_pct_lt"):
        yield key.removesuffix("_lt")
    elif key == "unit_targets" and isinstance(value, Mapping):
        yield from (UNIT_TARGETS[name] for name in value if name in UNIT_TARGETS)
    elif key == "units_share" and isinstance(value, Mapping) and isinstance(value.get("level_at_least"), str):
        yield units_share_fact(value["level_at_least"])
