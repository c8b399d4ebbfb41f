"""As of an earlier position everything is answered as it was there, whatever was heard since and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.looking_back import zone_of
from shared.eventstore import STORE, open_engine
from shared.history import Limits
from shared.messaging import Envelope, LocalFeed, log_at, service_of
from tests.integration.as_of_world import Answered, without_what_says_so
from tests.numerals import Numerals, number_in
from tests.past import InHere
from tests.unit.reporting.bench import Bench, HeldClock
from tests.unit.reporting.speaking import NO_TEXT, PROVINCE
from tests.unit.reporting.test_roster import TURNS, WORLD, World

HERE = "/reporting/campaigns/BD-2020"
QUESTIONS = (
    "/reporting/campaigns",
    "/reporting/pages",
    HERE,
    *(
        f"{HERE}/{path}"
        for path in (
            *("figures", "overview", "recast", "comparison", "cap-groups", "units/A", "years", "prompts"),
            *("subjects?kind=mem", "subjects?kind=ldr", "subjects/mem:P1", "subjects/col:T"),
            *("exports/report.json", "exports/by-unit.csv", "exports/members.json", "tables/by-unit", "tables"),
            *("pages/units", "pages/units/A", "pages/subjects?kind=mem", "pages/subjects/mem:P1", "pages/caps"),
            *("pages/outstanding", "pages/dossiers", "pages/comparison", "pages/help", "pages/years", "pages/changes"),
        )
    ),
)
READERS = (("board_officer", "TU"), ("unit_officer", "A"), ("central_reader", "TU"))


class LookingBack(Bench):
    """The service with the logs of the others, so that it can be asked for what was."""

    def __init__(self, folder: Path, database: str | None = None, world: World = WORLD) -> None:
        super().__init__(folder, database)
        logs = {f"{PROVINCE}/{service}": said for service, said in world.logs.items()}
        self.feed = LocalFeed({source: written(folder, source, said) for source, said in logs.items()})
        self.history = InHere("services.reporting.service", self, Limits(folder / "snapshots"), "1", zone_of)

    def answer(self, path: str, role: str, organization: str, as_of: str | None = None) -> Answered:
        asked = path if as_of is None else f"{path}{'&' if '?' in path else '?'}as_of={as_of.replace(' ', '')}"
        answer = self.get(asked, role=role, organization=organization)
        is_page = answer.content_type.startswith("text/html")
        return Answered(answer.status_code, answer.data, answer.headers.get("Position", ""), is_page)

    def answers(
        self, as_of: str | None = None, readers: Sequence[tuple[str, str]] = READERS
    ) -> dict[tuple[str, str, str], Answered]:
        return {(path, *reader): self.answer(path, *reader, as_of) for reader in readers for path in QUESTIONS}


def written(folder: Path, source: str, said: list[Envelope]) -> Any:
    """A log that says what was said."""
    url = f"sqlite:///{folder / service_of(source)}.db"
    with open_engine(url).begin() as connection:
        STORE.events.metadata.create_all(connection)
        connection.execute(STORE.events.insert(), [vars_of(event) for event in said])
    return log_at(url, service_of(source))


def vars_of(event: Envelope) -> dict[str, Any]:
    recorded = event.recorded()
    return {column.name: getattr(recorded, column.name) for column in STORE.events.columns}


@contextmanager
def looking_back(folder: Path, database: str | None = None, world: World = WORLD) -> Iterator[LookingBack]:
    bench = LookingBack(folder, database, world)
    bench.history.start()
    yield bench
    bench.history.stop()


def go_through(
    bench: LookingBack, order: list[str], moments: Sequence[int], readers: Sequence[tuple[str, str]] = READERS
) -> None:
    """Hear everything in this order; what was answered at each of the moments is answered again afterwards.

    Rights are judged now: what was out of an officer's sight then, and is not any more, may be seen by now.
    """
    events, then = list(WORLD.told(order)), {}
    for number, event in enumerate(events, start=1):
        bench.hear([event])
        if number in moments:
            told = bench.answers(readers=readers)
            then[next(iter(told.values())).position] = told
    for position, told in then.items():
        again = bench.answers(position, readers)
        for question, answered in told.items():
            if answered.status == 404 and "unit_officer" in question:
                continue
            assert again[question].status == answered.status, question
            if answered.status == 200:
                assert again[question].position == position
                assert without_what_says_so(again[question]) == without_what_says_so(answered), question


@settings(max_examples=6)
@given(st.permutations(TURNS), st.integers(5, len(TURNS) - 1), st.sampled_from(READERS))
def test_in_whatever_order_things_were_heard_what_was_shown_is_shown_again(
    order: list[str], moment: int, reader: tuple[str, str]
) -> None:
    with TemporaryDirectory() as folder, looking_back(Path(folder)) as bench:
        go_through(bench, order, [moment], [reader])


def test_it_is_shown_again_on_postgresql_too(tmp_path: Path, postgres_url: str) -> None:
    with looking_back(tmp_path, postgres_url) as bench:
        go_through(bench, TURNS, [len(TURNS) - 5])


def test_whoever_lost_a_part_sees_its_past_no_more(tmp_path: Path) -> None:
    """Q1 has moved from Q to A: what it was under Q is no business of Q's officer any more."""
    moved = next(
        number for number, event in enumerate(WORLD.logs["organizations"]) if event.type == "OrganizationMoved"
    )
    with looking_back(tmp_path) as bench:
        bench.hear([*WORLD.logs["ratings"], *WORLD.logs["reviews"], *WORLD.logs["organizations"][:moved]])
        before = bench.answer(f"{HERE}/subjects?kind=mem", "unit_officer", "Q")
        assert b"mem:P1" in before.content
        bench.hear(WORLD.logs["organizations"][moved:])
        for path in QUESTIONS:
            for as_of in (None, before.position):
                told = bench.answer(path, "unit_officer", "Q", as_of)
                lost = (code for code in (b"mem:P1", b"mem:P3", b"Q1", b"C2") if code in told.content)
                assert told.status == 404 or list(lost) == [], (path, as_of)
        assert bench.answer(f"{HERE}/subjects/mem:P1", "unit_officer", "Q", before.position).status == 404
        again = bench.answer(f"{HERE}/subjects?kind=mem", "board_officer", "TU", before.position)
        assert b"mem:P1" in again.content


@pytest.mark.parametrize("as_of", ["ratings:999", "2199-01-01", "soon"])
def test_what_has_not_been_is_refused(tmp_path: Path, as_of: str) -> None:
    with looking_back(tmp_path) as bench:
        bench.hear(WORLD.told(TURNS))
        told = bench.get(f"{HERE}/figures?as_of={as_of}")
        assert told.status_code == 422
        assert told.json["errors"][0]["parameter"] == "as_of"


def test_what_changed_between_two_moments_is_told_with_whom_it_concerns(tmp_path: Path) -> None:
    with looking_back(tmp_path) as bench:
        bench.hear([*WORLD.logs["organizations"], *WORLD.logs["reviews"], *WORLD.logs["ratings"][:2]])
        before = bench.get(f"{HERE}/figures").headers["Position"].replace(" ", "")
        bench.hear(WORLD.logs["ratings"][2:])
        told = bench.json(f"{HERE}/changes?since={before}")
        assert told["before"]["ratings"], told["after"]["ratings"] == (2, len(WORLD.logs["ratings"]))
        places = {one["path"]: (one["before"], one["after"]) for one in told["differences"]}
        assert places["ratings/mem/HTTNV"] == (0, 1)
        [member] = [one for one in told["subjects"]["items"] if one["subject"] == "mem:P1"]
        assert (member["before"]["level"], member["after"]["level"]) == (None, "HTTNV")
        assert {one["subject"] for one in told["subjects"]["items"]} == {"mem:P1", "col:T", "ldr:V1"}
        assert bench.json(f"{HERE}/changes?since={before}", role="central_reader")["subjects"] is None
        assert bench.json(f"{HERE}/changes?since={before}&as_of={before}")["differences"] == []
        page = bench.get(f"{HERE}/pages/changes?since={before}&lang=en").text
        assert "Subjects that changed" in page and "mem:P1" in page


def test_the_numbers_of_an_issued_report_open_what_was_behind_them_when_it_was_issued(tmp_path: Path) -> None:
    with looking_back(tmp_path) as bench:
        bench.hear([*WORLD.logs["organizations"], *WORLD.logs["reviews"], *WORLD.logs["ratings"][:2]])
        assert bench.post(f"{HERE}/reports").status_code == 201
        bench.hear(WORLD.logs["ratings"][2:])
        assert bench.post(f"{HERE}/reports").status_code == 201
        changed = set()
        for version in (1, 2):
            page = Numerals()
            page.feed(bench.get(f"{HERE}/pages/reports/{version}").text)
            for address, text in page.opening:
                evidence = bench.json(address.replace("/pages/evidence/", "/evidence/"))
                is_share = isinstance(evidence["value"], int) and text.endswith("%")
                assert is_share or number_in(text) == evidence["value"], address
                changed.add((evidence["figure"], evidence["unit"], evidence["value"]))
        assert {("ratings/mem/HTTNV", None, 0), ("ratings/mem/HTTNV", None, 1)} <= changed
        assert ("ratings/mem/HTTNV", "A", 1) in changed, "a unit's numbers are among those that differ"


@pytest.mark.parametrize(
    ("as_of", "overdue"),
    [
        ("2021-03-03", False),
        ("2021-03-04", True),
        ("2021-03-03T16:59:00Z", False),
        ("2021-03-03T17:01:00Z", True),
        ("reviews:99", False),
    ],
)
def test_something_is_overdue_by_the_day_of_the_moment_that_is_asked_for(
    tmp_path: Path, as_of: str, overdue: bool
) -> None:
    """Its day is 3 March, which ends at 17:00 UTC; all that is known was said on the first."""
    world = World()
    remedy = {"code": "KP1", "subject": "mem:P1", "responsible": "A", "due_on": "2021-03-03", "document": "5-TB"}
    assigned = world.speaker.say("reviews", "RemedyAssigned", campaign="BD-2020", weakness_sha256=NO_TEXT, **remedy)
    world.logs["reviews"].append(assigned)
    with looking_back(tmp_path, world=world) as bench:
        bench.hear(world.told([*TURNS, "reviews"]))
        bench.clock = HeldClock(datetime(2021, 3, 10, tzinfo=UTC))
        [told] = bench.json(f"{HERE}/remedies?as_of={as_of.replace('99', str(assigned.number))}")["items"]
        assert told["overdue"] is overdue
