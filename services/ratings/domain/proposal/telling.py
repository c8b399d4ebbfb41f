"""Explanations in words: what each rule asks for, and what was found, in Vietnamese or English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_DOWN, Decimal
from typing import Any

from services.ratings.domain.proposal.evidence import Evidence
from services.ratings.domain.proposal.explanation import Rule, Status, Step
from services.ratings.domain.proposal.findings import DISCIPLINE, NO, YES
from services.ratings.domain.proposal.phrases import PHRASES
from services.ratings.domain.proposal.wording import Language
from services.ratings.domain.rules import conditions as tests
from services.ratings.domain.rules.ceilings import Ceiling
from services.ratings.domain.rules.conditions import Judgement, Test
from services.ratings.domain.rules.rulebook import Rulebook
from shared.subjects import Kind

WHOLE = Decimal(100)
"""Percent."""

FEW = 3
"""So many criteria that are met are named; more are counted."""


class Teller:
    """Says the rules of one rulebook for one kind of subject, in one language. Made once, it tells many subjects."""

    def __init__(self, rulebook: Rulebook, kind: Kind, language: Language) -> None:
        self._rulebook = rulebook
        self._frame = rulebook.frames[kind]
        self._words = rulebook.wording[language]
        self._phrases = PHRASES[language]
        self._comma = "," if language == "vi" else "."
        self._language = language
        self._asked: dict[tuple[str, bool], str] = {}
        self._degrees: dict[tuple[str, tuple[str | None, ...]], str] = {}
        self._found: Mapping[type[Any], Callable[[Any, Evidence], str]] = {
            tests.DegreesAmong: self._degrees_found,
            tests.AnyDegreeIs: self._any_degree_found,
            tests.PointsAtLeast: self._points_found,
            tests.ShareBelow: self._share_found,
            tests.CivilRatingAmong: self._civil_found,
            tests.FindingAmong: self._finding_found,
            tests.FigureAtLeast: self._figure_found,
            tests.FigureAbove: self._figure_found,
            tests.FigureBelow: self._figure_found,
            tests.AllOf: self._all_found,
            tests.Unless: self._unless_found,
            tests.Unknowable: lambda test, evidence: self._phrases["unknowable"],
        }

    def asked(self, rule: Rule, evidence: Evidence) -> str:
        """What the rule asks for, or when it strikes."""
        key = rule.code, evidence.below_are_members
        if key not in self._asked:
            self._asked[key] = self._ask(rule, evidence)
        return self._asked[key]

    def found(self, step: Step, evidence: Evidence) -> str:
        """What was found, with values and counts."""
        rule = step.rule
        if isinstance(rule, Judgement):
            return self._phrases["judged"]
        if step.status is Status.NOT_APPLICABLE:
            return self._phrases["not_applicable"]
        if isinstance(rule, Ceiling):
            return self._limit_found(rule, evidence)
        return self._found[type(rule.test)](rule.test, evidence)

    def sources(self, rule: Rule) -> list[str]:
        """The documents behind the rule, and how it was read there."""
        return [self._words.sources.get(code, code) for code in rule.source.codes]

    def certainty(self, rule: Rule) -> str | None:
        return None if rule.source.certainty is None else self._phrases[rule.source.certainty]

    def number(self, number: Decimal | int) -> str:
        return str(number).replace(".", self._comma)

    # What is asked for.

    def _ask(self, rule: Rule, evidence: Evidence) -> str:
        if isinstance(rule, Judgement):
            return rule.vi if self._language == "vi" else rule.en
        if isinstance(rule, Ceiling):
            return self._ask_limit(rule)
        return rule.said.get(self._language) or self._ask_test(rule.test, evidence)

    def _ask_test(self, test: Test, evidence: Evidence) -> str:
        say, words = self._say, self._words
        match test:
            case tests.DegreesAmong(criteria, sufficient):
                phrase = "best_degree" if len(sufficient) == 1 else "degrees"
                least = self._rulebook.degrees.lowest(sufficient)
                return say(phrase, which=self._which(criteria), degree=words.degrees[least])
            case tests.AnyDegreeIs(_, degree):
                return say("any_degree", degree=words.degrees[degree])
            case tests.PointsAtLeast(criteria, number):
                whole = len(criteria) == len(self._frame)
                group = "" if whole else self._group_of(criteria)
                return say("points" if whole else "points_of", number=self.number(number), group=group)
            case tests.ShareBelow(levels, percent, strictly):
                level = words.level(self._rulebook.levels.lowest(levels))
                below = self._phrases["members" if evidence.below_are_members else "organizations"]
                phrase = "share_above" if strictly else "share_of_all" if percent == WHOLE else "share"
                return say(phrase, percent=self.number(percent), below=below, level=level)
            case tests.CivilRatingAmong(levels):
                worst = levels == {self._rulebook.levels.worst}
                level = words.level(self._rulebook.levels.lowest(levels))
                return say("civil_is" if worst else "civil", level=level)
            case tests.FindingAmong(fact, values):
                return self._ask_finding(fact, values)
            case tests.AllOf(parts):
                first, *others = (self._ask_test(part, evidence) for part in parts)
                return self._phrases["and"].join([first, *map(in_a_sentence, others)])
            case tests.Unless(held, excuse):
                excused = in_a_sentence(self._ask_test(excuse, evidence))
                return say("unless", test=self._ask_test(held, evidence), excuse=excused)
            case tests.FigureAtLeast(fact, number):
                is_whole = number == WHOLE and self._words.units.get(fact) == "%"
                return self._ask_figure("whole" if is_whole else "at_least", fact, number)
            case tests.FigureAbove(fact, number):
                return self._ask_figure("above", fact, number)
            case tests.FigureBelow(fact, number):
                return self._ask_figure("below", fact, number)
        return self._phrases["unknowable"]

    def _ask_figure(self, phrase: str, fact: str, number: Decimal) -> str:
        unit = self._words.units.get(fact, "")
        return self._say(phrase, fact=self._words.fact(fact), number=self.number(number), unit=unit).rstrip()

    def _ask_finding(self, fact: str, values: frozenset[str]) -> str:
        said = self._words.fact(fact)
        if values == {YES}:
            return self._say("finding", fact=said)
        if values == {NO}:
            return self._say("no_finding", fact=said)
        lightest = min(values, key=DISCIPLINE.index)
        return self._say("discipline", fact=said, form=self._phrases[lightest])

    def _ask_limit(self, ceiling: Ceiling) -> str:
        if isinstance(ceiling.circumstance, tests.SickLeaveAtLeast):
            level = self._words.level(ceiling.fixed or "")
            return self._say("sick", months=ceiling.circumstance.months, level=level)
        if ceiling.fixed is not None:
            return self._say("other_limit", level=self._words.level(ceiling.fixed))
        return self._phrases["head" if ceiling.taken_from == "level_of_led_collective_or_unit" else "civil_limit"]

    def _which(self, criteria: tuple[str, ...]) -> str:
        """What the criteria have in common: all, those on results, the others, those of a group."""
        results = tuple(criterion.code for criterion in self._frame if criterion.result)
        if len(criteria) == len(self._frame):
            return self._phrases["all"]
        if criteria == results:
            return self._phrases["results"]
        if len(criteria) == len(self._frame) - len(results):
            return self._phrases["others"]
        return self._say("group", group=self._group_of(criteria))

    def _group_of(self, criteria: tuple[str, ...]) -> str:
        groups = dict.fromkeys(criterion.group for criterion in self._frame if criterion.code in criteria)
        return ", ".join(self._words.groups.get(group, group) for group in groups)

    # What was found.

    def _degrees_found(self, test: tests.DegreesAmong, evidence: Evidence) -> str:
        given = tuple(evidence.degrees.get(criterion) for criterion in test.criteria)
        key = f"{sorted(test.sufficient)}{test.criteria}", given
        if key not in self._degrees:  # many subjects have the same degrees
            self._degrees[key] = self._tell_degrees(test, dict(zip(test.criteria, given, strict=True)))
        return self._degrees[key]

    def _tell_degrees(self, test: tests.DegreesAmong, given: Mapping[str, str | None]) -> str:
        failing = {code: degree for code, degree in given.items() if degree and degree not in test.sufficient}
        if failing:
            return self._say("degrees_failed", failing=len(failing), count=len(given), listed=self._by_degree(failing))
        if missing := [code for code, degree in given.items() if degree is None]:
            return self._say("degrees_missing", listed=self._quoted(missing))
        listed = self._by_degree(given) if len(given) <= FEW else self._counted(given)
        return self._say("degrees_met", count=len(given), listed=listed)

    def _counted(self, given: Mapping[str, str | None]) -> str:
        counts = Counter(given.values())
        degrees = [degree for degree in self._rulebook.degrees.codes if counts[degree]]
        return ", ".join(self._say("counted", count=counts[it], degree=self._words.degrees[it]) for it in degrees)

    def _by_degree(self, given: Mapping[str, str | None]) -> str:
        """The criteria's names, gathered under their degrees, worst first."""
        parts = []
        for degree in reversed(self._rulebook.degrees.codes):
            if codes := [code for code, has in given.items() if has == degree]:
                parts.append(self._say("listed", names=self._quoted(codes), degree=self._words.degrees[degree]))
        return "; ".join(parts)

    def _quoted(self, criteria: Iterable[str]) -> str:
        return ", ".join(f"“{self._words.criterion(code)}”" for code in criteria)

    def _any_degree_found(self, test: tests.AnyDegreeIs, evidence: Evidence) -> str:
        having = {code: test.degree for code in test.criteria if evidence.degrees.get(code) == test.degree}
        if having:
            return self._say("any_met", listed=self._by_degree(having))
        if missing := [code for code in test.criteria if code not in evidence.degrees]:
            return self._say("degrees_missing", listed=self._quoted(missing))
        return self._phrases["any_failed"]

    def _points_found(self, test: tests.PointsAtLeast, evidence: Evidence) -> str:
        total = evidence.total(test.criteria)
        if total is None:
            missing = (code for code in test.criteria if code not in evidence.points)
            return self._say("points_missing", listed=self._quoted(missing))
        listed = "; ".join(
            self._say("one_points", name=self._words.criterion(code), points=self.number(evidence.points[code]))
            for code in test.criteria
        )
        return self._say("points_given", total=self.number(total), listed=listed)

    def _share_found(self, test: tests.ShareBelow, evidence: Evidence) -> str:
        below = self._phrases["members" if evidence.below_are_members else "organizations"]
        rated = sum(evidence.below.values())
        if not rated:
            return self._say("share_missing", below=below)
        having = sum(evidence.below.get(level, 0) for level in test.levels)
        percent = (Decimal(100 * having) / rated).quantize(Decimal("0.1"), ROUND_DOWN).normalize()
        share = self.number(Decimal(f"{percent:f}"))
        return self._say("share_counted", having=having, rated=rated, below=below, percent=share)

    def _civil_found(self, test: tests.CivilRatingAmong, evidence: Evidence) -> str:
        if evidence.civil_level is None:
            return self._phrases["civil_missing"]
        return self._say("civil_found", level=self._words.level(evidence.civil_level))

    def _finding_found(self, test: tests.FindingAmong, evidence: Evidence) -> str:
        value = evidence.facts.get(test.fact)
        if value is None:
            return self._phrases["not_found"]
        return self._say("found", value=self._phrases.get(value, value))

    def _figure_found(self, test: tests.FigureAtLeast, evidence: Evidence) -> str:
        value = evidence.facts.get(test.fact)
        if value is None:
            return self._phrases["figure_missing"]
        unit = self._words.units.get(test.fact, "")
        return self._say("figure", number=value.replace(".", self._comma), unit=unit).rstrip()

    def _all_found(self, test: tests.AllOf, evidence: Evidence) -> str:
        found = [self._found[type(part)](part, evidence) for part in test.parts]
        if len(set(found)) == 1:
            return found[0]
        return "; ".join(map(self._part_found, test.parts, found))

    def _part_found(self, part: Test, found: str) -> str:
        fact = getattr(part, "fact", None)
        return found if fact is None else self._say("part", fact=in_a_sentence(self._words.fact(fact)), found=found)

    def _unless_found(self, test: tests.Unless, evidence: Evidence) -> str:
        found = self._found[type(test.test)](test.test, evidence)
        if test.excuse.holds(evidence) is not True:
            return found
        return self._say("excused", found=found, excuse=in_a_sentence(self._ask_test(test.excuse, evidence)))

    def _limit_found(self, ceiling: Ceiling, evidence: Evidence) -> str:
        if isinstance(ceiling.circumstance, tests.SickLeaveAtLeast):
            months = evidence.sick_leave_months
            return self._phrases["sick_missing"] if months is None else self._say("sick_found", months=months)
        led = ceiling.taken_from == "level_of_led_collective_or_unit"
        limit = ceiling.limit(evidence)
        if limit is None:
            return self._phrases["head_missing" if led else "civil_missing"]
        return self._say("head_found" if led else "civil_found", level=self._words.level(limit))

    def _say(self, phrase: str, **values: object) -> str:
        return self._phrases[phrase].format(**values)


def in_a_sentence(text: str) -> str:
    """The text without the capital that begins it. Abbreviations keep theirs."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def tell(teller: Teller, steps: Iterable[Step], evidence: Evidence) -> list[tuple[str, str]]:
    """What each step asks for and what was found."""
    return [(teller.asked(step.rule, evidence), teller.found(step, evidence)) for step in steps]
