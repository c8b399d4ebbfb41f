"""Which ratings are to be reviewed again, because something became known or changed after they were decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from services.ratings.domain.decisions.acts import Cause
from services.ratings.domain.events import RatingQuestioned
from services.ratings.domain.life.lifecycle import Rating
from services.ratings.readmodel import ratings, register
from shared.eventstore import Unit
from shared.register import among
from shared.subjects import Subject


@dataclass(frozen=True, slots=True)
class Decided:
    """The subjects that have a rating, among those at hand: by their own code, and by the person they are."""

    unit: Unit
    campaign: str
    by_person: Mapping[str, list[str]]
    subjects: frozenset[str]

    @classmethod
    def among(cls, unit: Unit, campaign: str, people: Iterable[str], subjects: Iterable[str] = ()) -> Decided:
        """Look for the ratings of these people, as members and in every post, and of these subjects."""
        people = set(people)
        posts = register.of(campaign).posts
        person_of = {f"mem:{person}": person for person in people}
        for row in among(unit.tables.rows, select(posts.c.code, posts.c.person), posts.c.person, people):
            person_of[f"ldr:{row.code}"] = row.person
        query = select(ratings.c.subject).where(ratings.c.campaign == campaign)
        decided = {row.subject for row in among(unit.tables.rows, query, ratings.c.subject, {*person_of, *subjects})}
        by_person: dict[str, list[str]] = defaultdict(list)
        for subject in sorted(decided & person_of.keys()):
            by_person[person_of[subject]].append(subject)
        unit.prefetch(Rating, (f"{campaign}/{subject}" for subject in decided))
        return cls(unit, campaign, by_person, frozenset(decided))

    def question_after_finding(self, subject: Subject, is_personal: bool, event: str) -> None:
        """A finding about a person concerns every rating of the person, any other one that of its subject."""
        if is_personal and subject.person is not None:
            self._question(self.by_person.get(subject.person, ()), Cause.FINDING, event)
        else:
            self._question({subject.code} & self.subjects, Cause.FINDING, event)

    def question_after_civil_rating(self, person: str, event: str) -> None:
        """A civil-service rating concerns every rating of the person."""
        self._question(self.by_person.get(person, ()), Cause.CIVIL_RATING_CHANGED, event)

    def _question(self, concerned: Iterable[str], cause: Cause, event: str) -> None:
        for subject in concerned:
            rating = self.unit.load(Rating, f"{self.campaign}/{subject}")
            self.unit.record(rating, rating.question(RatingQuestioned(self.campaign, subject, cause, event)))
