"""Whether the engine understands a rulebook, condition by condition, and whether its parts agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from services.ratings.domain.errors import RulebookUnreadable
from services.ratings.domain.rules.caps import Cap
from services.ratings.domain.rules.ceilings import Ceiling
from services.ratings.domain.rules.conditions import Unknowable
from services.ratings.domain.rules.flaws import Flaw, at, pointer
from services.ratings.domain.rules.overlay import allows, value_at
from services.ratings.domain.rules.rulebook import Rulebook, read_frame
from services.ratings.domain.rules.scale import Scale
from services.ratings.domain.rules.standards import StandardsReader
from shared.exclusions import KINDS, leaves_out

Content = Mapping[str, Any]
_MISUNDERSTOOD = (RulebookUnreadable, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def soundness_flaws(content: Content) -> Iterator[Flaw]:
    """Everything in a document that the engine does not understand, or that contradicts itself.

    Where the document has the wrong form, its schema says so, and nothing is said here.
    """
    for check in (
        _of_inheritance,
        _of_frames,
        _of_standards,
        _of_ceilings,
        _of_caps,
        _of_certainty,
        _of_exclusions,
        _of_stages,
        _of_parameters,
    ):
        try:
            yield from list(check(content))
        except _MISUNDERSTOOD:
            continue


def engine_flaws(content: Content) -> Iterator[Flaw]:
    """What the engine says of the document as a whole. Asked last, when nothing else is wrong."""
    try:
        Rulebook.read(content)
    except RulebookUnreadable as error:
        yield _not_understood("", str(error.value))


def _not_understood(where: str, what: Any) -> Flaw:
    return Flaw(where, f"hệ thống không hiểu: {what}", f"the engine does not understand: {what}", what)


def _understood(where: str, read: Callable[[], object], what: Any) -> Iterator[Flaw]:
    try:
        read()
    except _MISUNDERSTOOD:
        yield _not_understood(where, what)


def _of_inheritance(content: Content) -> Iterator[Flaw]:
    for section in ("stages", "derivation"):
        for name in KINDS:
            seen, current = {name}, _parent(content, section, name)
            while current is not None and current not in seen:
                seen.add(current)
                current = _parent(content, section, current)
            if current is not None:
                where = pointer(section, name, "inherits")
                yield Flaw(where, f"{name} kế thừa vòng quanh", f"{name} inherits in a circle", current)


def _parent(content: Content, section: str, name: str) -> str | None:
    return next((parent for _, parent in at(content, section, name, "inherits") if isinstance(parent, str)), None)


def _of_frames(content: Content) -> Iterator[Flaw]:
    """Points add up exactly, in decimals; every kind is measured, and in one way."""
    for where, form in at(content, "criterion_groups", "*"):
        if not isinstance(form, Mapping):
            continue
        criteria = list(at(form, "groups", "*", "criteria", "*"))
        in_points = form.get("measured_in") == "points"
        for below, criterion in criteria:
            if isinstance(criterion, Mapping) and ("max_points" in criterion) is not in_points:
                vi = "thiếu mục max_points" if in_points else "max_points chỉ dùng cho khung tính bằng điểm"
                en = "max_points is missing" if in_points else "max_points belongs to frames measured in points"
                yield Flaw(f"{where}{below}/max_points", vi, en)
        points = [_decimal(most) for _, most in at(form, "groups", "*", "criteria", "*", "max_points")]
        total = _decimal(form.get("total_points"))
        if in_points and total is not None and None not in points and (added := _sum(points)) != total:
            vi = f"điểm tối đa của các tiêu chí cộng lại là {added}, không phải {total}"
            yield Flaw(f"{where}/total_points", vi, f"the criteria's points add up to {added}, not {total}", str(added))
    for name in KINDS:
        measures = {form["measured_in"] for form in _forms_of(content, name)}
        if len(measures) != 1:
            vi = f"{name} phải có khung tiêu chí, và chỉ tính bằng một cách"
            yield Flaw("/criterion_groups", vi, f"{name} needs criteria, and one way to measure them", name)


def _forms_of(content: Content, name: str) -> list[Mapping[str, Any]]:
    forms = [form for _, form in at(content, "criterion_groups", "*") if isinstance(form, Mapping)]
    return [form for form in forms if name in form.get("applies_to", ()) and "measured_in" in form]


def _decimal(number: Any) -> Decimal | None:
    try:
        return None if isinstance(number, bool | float) or number is None else Decimal(number)
    except (ArithmeticError, TypeError, ValueError):
        return None


def _sum(numbers: list[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def _of_standards(content: Content) -> Iterator[Flaw]:
    levels, degrees = Scale.read(content["quality_levels"]), Scale.read(content.get("degrees", ()))
    frames = {name: read_frame(content["criterion_groups"], name) for name in KINDS}
    sections = {*levels.codes[:-1], f"forced_{levels.worst}", "inherits"}
    for name in KINDS:
        reader = StandardsReader(levels, degrees, frames[name])
        for where, section in at(content, "derivation", name):
            for key in section.keys() - sections if isinstance(section, Mapping) else ():
                said = f"{key} không phải là mục của thang mức chất lượng"
                yield Flaw(where + pointer(key), said, f"{key} is no section of the scale of levels", key)
        for where, entry in at(content, "derivation", name, "*", "*", "*"):
            yield from _of_condition(where, entry, reader)


def _of_condition(where: str, entry: Any, reader: StandardsReader) -> Iterator[Flaw]:
    if not isinstance(entry, Mapping):
        return
    asked = next((key for key in ("test", "when") if key in entry), None)
    needs_words = entry.get("judgement", False)
    if not needs_words:
        if asked is None:
            return  # neither judged nor tested: the schema says so
        try:
            needs_words = isinstance(reader.condition(entry).test, Unknowable)
        except _MISUNDERSTOOD:
            yield _not_understood(f"{where}/{asked}", entry[asked])
            return
    if needs_words and "vi" not in entry:
        said = "điều kiện do con người xem xét phải có câu chữ (vi)"
        yield Flaw(where, said, "a condition for people to judge needs words (vi)", entry.get("id"))


def _of_ceilings(content: Content) -> Iterator[Flaw]:
    levels = Scale.read(content["quality_levels"])
    for where, entry in at(content, "ceilings", "*"):
        yield from _understood(where, partial(Ceiling.read, entry, levels, KINDS), _id(entry))


def _of_caps(content: Content) -> Iterator[Flaw]:
    for where, entry in at(content, "caps", "*"):
        yield from _understood(where, partial(Cap.read, entry, KINDS), _id(entry))


def _of_certainty(content: Content) -> Iterator[Flaw]:
    """Uncertain caps and ceilings warn and never block."""
    for section in ("ceilings", "caps"):
        for where, entry in at(content, section, "*"):
            if isinstance(entry, Mapping) and entry.get("conf", "high") != "high" and entry.get("severity") != "warn":
                vi = "quy tắc chưa chắc chắn chỉ được cảnh báo (severity: warn)"
                yield Flaw(f"{where}/severity", vi, "an uncertain rule may only warn (severity: warn)", _id(entry))


def _id(entry: Any) -> Any:
    return entry.get("id") if isinstance(entry, Mapping) else entry


def _of_exclusions(content: Content) -> Iterator[Flaw]:
    for where, entry in at(content, "exclusions", "*"):
        stated = isinstance(entry, Mapping) and (entry.get("rated") is not False or entry.get("free_text"))
        if isinstance(entry, Mapping) and not stated and not leaves_out(entry):
            vi = "thiếu when: không biết ai không được xếp loại"
            yield Flaw(f"{where}/when", vi, "when is missing: nobody knows who is left out", _id(entry))


def _of_stages(content: Content) -> Iterator[Flaw]:
    for where, stages in at(content, "stages", "*"):
        if isinstance(stages, list) and not any(_proposes(stage) for stage in stages):
            yield Flaw(where, "không có bước nào để đề xuất mức", "there is no stage that a level is derived from")


def _proposes(stage: Any) -> bool:
    return isinstance(stage, Mapping) and bool(stage.get("proposes", True))


def _of_parameters(content: Content) -> Iterator[Flaw]:
    for where, declared in at(content, "parameters", "*"):
        if not isinstance(declared, Mapping) or not isinstance(declared.get("at"), list):
            continue
        try:
            value = value_at(content, declared["at"])
        except LookupError:
            said = "/".join(map(str, declared["at"]))
            yield Flaw(f"{where}/at", f"không có {said}", f"there is no {said}", said)
            continue
        if not allows(declared, value):
            yield Flaw(
                where, f"giá trị hiện có {value} ngoài phạm vi", f"the present value {value} is out of range", value
            )
