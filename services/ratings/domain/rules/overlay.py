"""A province's overlay: the base rulebook, with the degrees quantified and declared parameters set.

The result is a whole rulebook under a code of its own, `<base>@<overlay>`. Who reads it needs no other document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from services.ratings.domain.rules.flaws import Flaw, pointer
from services.ratings.domain.rules.rulebook import fingerprint

Content = Mapping[str, Any]


def is_overlay(content: Any) -> bool:
    return isinstance(content, Mapping) and "overlay" in content


def overlaid(base: Content, overlay: Content) -> dict[str, Any]:
    """The base rulebook with the overlay applied, whole. What `overlay_flaws` finds must be none."""
    whole = deepcopy(dict(base))
    about, values = overlay["overlay"], dict(overlay.get("parameters", {}))
    whole["pack"] = {
        **base["pack"],
        "id": f"{base['pack']['id']}@{about['id']}",
        "title_vi": about["title_vi"],
        "title_en": about.get("title_en", about["title_vi"]),
        "overlay": {**about, "base_sha256": fingerprint(base), "parameters": values},
    }
    if "province" in about:
        whole["pack"]["province"] = about["province"]
    for declared in base.get("parameters", ()):
        if declared["code"] in values:
            *path, last = declared["at"]
            value_at(whole, path)[last] = values[declared["code"]]
    if "degree_meanings" in overlay:
        whole["degree_meanings"] = overlay["degree_meanings"]
    return whole


def overlay_flaws(base: Content, overlay: Content) -> Iterator[Flaw]:
    """What the base does not let the overlay say. Both have the form of their schemas."""
    about = overlay["overlay"]
    if about.get("base_sha256", fingerprint(base)) != fingerprint(base):
        vi, en = "bộ quy định gốc có nội dung khác", "the base rulebook has other content"
        yield Flaw("/overlay/base_sha256", vi, en, about["base_sha256"])
    declared = {entry["code"]: entry for entry in base.get("parameters", ())}
    for code, value in overlay.get("parameters", {}).items():
        where = pointer("parameters", code)
        if code not in declared:
            yield Flaw(where, f"bộ quy định gốc không cho đặt {code}", f"the base lets nobody set {code}", code)
        elif not allows(declared[code], value):
            yield Flaw(where, f"giá trị {value} ngoài phạm vi", f"the value {value} is out of range", value)
    degrees = {entry["code"] for entry in base.get("degrees", ())}
    for index, meaning in enumerate(overlay.get("degree_meanings", ())):
        for degree in degrees ^ meaning["degrees"].keys():
            where = pointer("degree_meanings", index, "degrees")
            yield Flaw(where, f"cấp độ {degree} thiếu hoặc thừa", f"degree {degree} is missing or not known", degree)


def allows(declared: Content, value: Any) -> bool:
    """Whether a declared parameter may have this value."""
    if "one_of" in declared:
        return value in declared["one_of"]
    least, most = declared.get("between", (value, value))
    return type(value) is int and least <= value <= most


def value_at(content: Any, path: Sequence[str]) -> Any:
    """What stands at `path`, where an entry of a list is named by its id or code. Raises LookupError."""
    for step in path:
        if isinstance(content, list):
            content = {entry.get("id", entry.get("code")): entry for entry in content}
        if not isinstance(content, Mapping) or step not in content:
            raise LookupError(step)
        content = content[step]
    return content
