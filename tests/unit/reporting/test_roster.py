"""The roster: the same as what is counted subject by subject, whatever was heard first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from deploy.migrate import migrate
from services.reporting.counting import Scope, count
from services.reporting.domain.levels import LEVELS
from services.reporting.domain.overview import Group, overview
from services.reporting.queries import campaign_of
from services.reporting.readmodel import campaigns, roster
from services.reporting.roster.rows import Rows
from services.reporting.roster.totals import Totals
from shared.eventstore import open_engine
from shared.messaging import Envelope
from shared.subjects import Kind
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import RULEBOOK
from tests.unit.reporting.speaking import NO_TEXT, Speaker

SCOPES = [
    Scope(("/TU/",), whole=True),
    Scope(("/TU/",), unit="QN"),
    Scope(("/TU/",), unit="TU"),
    Scope(("/TU/QN/",)),
    Scope(("/TU/QN/QN-01/",)),
    Scope(("/TU/QN/QN-01/QN-01-C1/",)),
    Scope(("/TU/QN/QN-01/", "/TU/AN/")),
]
SAME = ("ratings", "members_not_rated", "reviews", "prompts", "derived", "accepted_documents")
LENGTHS = {"head_above_collective": "heads_above", "over_cap": "over_cap"}


def counted(bench: Bench, scope: Scope) -> dict[str, Any]:
    return bench.ask(lambda read: count(read, campaign_of(read, "BD-2020"), scope, 0))


def totals(bench: Bench, scope: Scope, what: str) -> Any:
    return bench.ask(lambda read: getattr(Totals(read, campaign_of(read, "BD-2020"), scope), what)())


@pytest.mark.parametrize("scope", SCOPES, ids=repr)
def test_sums_over_the_roster_are_what_is_counted_subject_by_subject(province: tuple[Bench, str], scope: Scope) -> None:
    bench, _ = province
    one_by_one, glance = counted(bench, scope), totals(bench, scope, "overview")
    assert {name: glance[name] for name in SAME} == {name: one_by_one[name] for name in SAME}
    assert glance["member_ratios"] == one_by_one["member_ratios"]["province"]
    assert glance["refused_documents"] == len(one_by_one["refused_documents"])
    assert glance["dossiers"] == {name: one_by_one["dossiers"][name] for name in glance["dossiers"]}
    assert {name: glance[mine] for name, mine in LENGTHS.items()} == {name: len(one_by_one[name]) for name in LENGTHS}
    differing = {kind: [code for code in one_by_one["derived_differs"] if code.startswith(kind)] for kind in Kind}
    assert glance["derived_differs"] == {kind: len(codes) for kind, codes in differing.items()}
    assert totals(bench, scope, "by_unit") == one_by_one["by_unit"]


@pytest.mark.parametrize("scope", SCOPES, ids=repr)
def test_the_cap_board_has_the_groups_that_are_counted_and_says_what_is_missing(
    province: tuple[Bench, str], scope: Scope
) -> None:
    bench, _ = province
    one_by_one, board = counted(bench, scope), totals(bench, scope, "cap_groups")
    numbers = ("allowed", "excellent", "good")
    of_members = [group for group in board if group["cap"] == "CAP-MEMBER"]
    assert {group["group"]: {name: group[name] for name in numbers} for group in of_members} == one_by_one["caps"]
    over = [group for group in board if group["excellent"] > group["allowed"]]
    assert [
        {name: group[name] for name in group if name not in ("kinds", "more_good")} for group in over
    ] == one_by_one["over_cap"]
    for group in board:
        wanted = max(group["excellent"], group["allowed"] + 1)
        assert (group["good"] + group["more_good"]) // 5 == wanted, "a fifth of the good ones, rounded down"


@pytest.mark.parametrize("scope", SCOPES, ids=repr)
def test_what_is_outstanding_by_unit_adds_up_to_the_whole(province: tuple[Bench, str], scope: Scope) -> None:
    bench, _ = province
    glance, units = totals(bench, scope, "overview"), totals(bench, scope, "outstanding").values()
    assert sum(unit.get("not_reviewed_mem", 0) for unit in units) == glance["reviews"]["not_reviewed"]["members"]
    missing = [unit.get(f"dossier_missing_{kind}", 0) for unit in units for kind in ("col", "ldr")]
    assert sum(missing) == glance["dossiers"]["missing"]
    for reason, members in glance["members_not_rated"].items():
        assert sum(unit.get(reason, 0) for unit in units) == members


def test_a_group_of_many_counts_as_each_of_them_would() -> None:
    states = ("HTXSNV", "HTTNV", None, True, False, "missing", "none")
    gathered = overview([Group("col", *states, 3), Group("mem", None, None, "NEW", True, True, None, None, 2)], ["NEW"])
    alone = [Group("col", *states, 1)] * 3 + [Group("mem", None, None, "NEW", True, True, None, None, 1)] * 2
    assert gathered == overview(alone, ["NEW"])
    assert gathered["members_not_rated"] == {"NEW": 2, "undecided": 0}


def written(bench: Bench) -> dict[tuple[str, str], dict[str, Any]]:
    """The roster as it stands in its table."""
    rows = bench.ask(lambda read: read(select(roster.entries)))
    return {(row.campaign, row.subject): dict(row._mapping) for row in rows}


def as_it_should_be(bench: Bench) -> dict[tuple[str, str], dict[str, Any]]:
    """The same, made from everything else that was heard."""

    def rows(read: Any) -> Iterator[dict[str, Any]]:
        for campaign in read(select(campaigns)):
            for kind in Kind:
                yield from (row.entry for part in Rows(read, campaign).of(kind) for row in part if row.entry)

    return {(row["campaign"], row["subject"]): row for row in bench.ask(lambda read: list(rows(read)))}


def test_the_roster_of_a_whole_campaign_is_what_was_heard(province: tuple[Bench, str]) -> None:
    bench, _ = province
    assert written(bench) == as_it_should_be(bench)


CAMPAIGN = {
    "title": "Kiểm điểm năm 2020",
    "rulebook": "R",
    "year": 2020,
    "document": "04-CV/TU",
    "opened_on": "2020-10-30",
    "dossier_deadline": {"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
    "province": "TU",
    "dossiers_to": "Ban Tổ chức Tỉnh ủy",
    "reference_date": "2020-12-31",
}
AT = "2021-01-20T02:00:00.000000Z"
PERSON = {"birth_date": None, "civil_category": None, "sick_leave_months": None}
POST = {"person": "P1", "title": "Bí thư", "post_group": "BI_THU", "head": True, "held_from": None}
DECISION = {"document": "1-QĐ", "decided_by": "Q", "decided_at": AT, "proposed": None, "cap_override": None}
REVIEW = {"form": "02", "held_on": None, "content_sha256": None}
NO_CONDITIONS: dict[str, Any] = {"failed": {}, "forced": [], "unknown": [], "ceilings": []}


class World:
    """A tiny province in which everything happens that changes a row, told by three services."""

    def __init__(self) -> None:
        self.speaker = Speaker()
        self.logs = {service: list(getattr(self, service)()) for service in ("organizations", "reviews", "ratings")}

    def organizations(self) -> Iterator[Envelope]:
        say = self.speaker.say
        tree = {"TU": ("DB_TINH", None), "Q": ("DB_TRUC_THUOC_TINH", "TU"), "A": ("DB_TRUC_THUOC_TINH", "TU")}
        tree |= {"Q1": ("DB_CO_SO", "Q"), "C1": ("CB_TRUC_THUOC", "Q1"), "C2": ("CB_TRUC_THUOC", "Q1")}
        for code, (kind, parent) in tree.items():
            known = {"code": code, "name": f"Đảng bộ {code}", "type": kind, "parent": parent, "founded_on": None}
            yield say("organizations", "OrganizationRegistered", **known)
        collective = {"code": "T", "name": "Ban Thường vụ", "type": "TT_CAP_UY", "organization": "Q"}
        yield say("organizations", "CollectiveRegistered", **collective, management_level="TINH", founded_on=None)
        for number, admitted_on in enumerate(("2001-02-03", "2020-11-01", None), start=1):
            known = {"code": f"P{number}", "full_name": f"Nguyễn Văn {'ABC'[number - 1]}", "cell": f"C{number % 2 + 1}"}
            known |= {"admitted_on": admitted_on, "member_status": "active", **PERSON}
            yield say("organizations", "PersonRegistered", **known)
        for code in ("V1", "V2"):
            yield say("organizations", "PostAssigned", code=code, collective="T", management_level="TINH", **POST)
        yield say("organizations", "PostEnded", code="V2", held_to="2020-06-30")
        yield say("organizations", "MemberTransferred", person="P1", cell="C2", moved_on="2020-03-01")
        yield say("organizations", "MemberStatusChanged", person="P3", member_status="exempt", changed_on="2020-05-01")
        yield say("organizations", "PersonRenamed", person="P1", full_name="Nguyễn Văn Đức", since="2020-01-01")
        yield say("organizations", "OrganizationMoved", code="Q1", parent="A", since="2020-07-01", document=None)
        yield say("organizations", "OrganizationRenamed", code="Q", name="Thành ủy", since="2020-02-01", document=None)
        yield say("organizations", "MembershipEnded", person="P2", ended_on="2020-12-01", reason="left")
        yield say("organizations", "OrganizationEnded", code="C1", ended_on="2020-11-30", successors=["C2"])
        yield say("organizations", "CollectiveMoved", code="T", organization="A", since="2020-08-01")
        changed = {"since": "2020-09-01", "document": None}
        yield say("organizations", "OrganizationReclassified", code="Q1", type="CB_CO_SO", **changed)
        yield say("organizations", "CollectiveReclassified", code="T", type="TT_BAN_DANG", **changed)
        earlier = {"since": "2020-05-01", "document": None}
        for level, since in (("TINH", changed), ("COSO", earlier)):
            yield say("organizations", "CollectiveManagementTransferred", code="T", management_level=level, **since)
            yield say("organizations", "PostManagementTransferred", code="V1", management_level=level, **since)
        yield say("organizations", "PostReclassified", code="V1", post_group="PHO", head=False, **changed)
        yield say("organizations", "PostRetitled", code="V1", title="Phó Bí thư", **changed)

    def reviews(self) -> Iterator[Envelope]:
        yield self._of("reviews", "CampaignOpened", **CAMPAIGN)
        for subject in ("mem:P1", "mem:P3", "col:T", "ldr:V1"):
            submitted = {"submitted_at": AT, "answered_prompts": []}
            yield self._of("reviews", "ReviewSubmitted", subject=subject, **submitted, **REVIEW)
        returned = {"returned_by": "Q", "returned_at": AT, "remarks_sha256": NO_TEXT}
        yield self._of("reviews", "ReviewReturned", subject="mem:P3", **returned)
        for on_time in (False, True):
            sent = {"forwarded_by": "Q", "forwarded_at": AT, "documents": [], "deadline": AT}
            yield self._of("reviews", "DossierForwarded", subject="col:T", on_time=on_time, **sent)
            of_dossier = {"subject": "col:T", "forwarding": 1 + on_time}
            yield self._of("reviews", "DossierReceived", received_by="TU", received_at=AT, **of_dossier)
            if not on_time:
                remarks = {"returned_by": "TU", "returned_at": AT, "remarks_sha256": NO_TEXT}
                yield self._of("reviews", "DossierReturned", **remarks, **of_dossier)

    def ratings(self) -> Iterator[Envelope]:
        yield self._of("ratings", "LevelProposed", subject="mem:P1", level="HTNV", **NO_CONDITIONS)
        yield self.speaker.say("ratings", "RulebookPublished", rulebook="R", content_sha256=NO_TEXT, content=RULEBOOK)
        for subject in ("mem:P1", "col:T", "ldr:V1"):
            yield self._of("ratings", "RatingAssigned", subject=subject, level="HTTNV", reason=None, **DECISION)
        revised = {"previous_level": "HTTNV", "level": "HTXSNV", "reason": "Đính chính", "cause": "correction"}
        yield self._of("ratings", "RatingRevised", subject="ldr:V1", **DECISION | revised)
        yield self._of("ratings", "LevelProposed", subject="ldr:V1", level=None, **NO_CONDITIONS)

    def _of(self, service: str, type_: str, **data: Any) -> Envelope:
        return self.speaker.say(service, type_, campaign="BD-2020", **data)

    def told(self, order: list[str]) -> Iterator[Envelope]:
        """All events, each service's in their order; `order` says whose turn it is."""
        waiting = {service: iter(events) for service, events in self.logs.items()}
        for service in order:
            yield next(waiting[service])


WORLD = World()
TURNS = [service for service, events in WORLD.logs.items() for _ in events]


@settings(max_examples=25)
@given(st.permutations(TURNS), st.integers(1, len(TURNS)))
def test_the_roster_is_the_same_whichever_service_was_heard_first(order: list[str], batch: int) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        events = list(WORLD.told(order))
        for start in range(0, len(events), batch):
            bench.hear(events[start : start + batch])
        assert written(bench) == as_it_should_be(bench) == in_plain_order()


def in_plain_order() -> dict[tuple[str, str], dict[str, Any]]:
    if not _PLAIN:
        with TemporaryDirectory() as folder:
            bench = Bench(Path(folder))
            bench.hear(WORLD.told(TURNS))
            _PLAIN.update(written(bench))
    return _PLAIN


_PLAIN: dict[tuple[str, str], dict[str, Any]] = {}


def test_a_row_says_what_its_subject_is_in_the_campaign() -> None:
    rows = {subject: row for (_, subject), row in in_plain_order().items()}
    assert rows.keys() == {"org:TU", "org:Q", "org:A", "org:Q1", "org:C2", "col:T", "mem:P1", "mem:P3", "ldr:V1"}
    member = rows["mem:P1"]
    assert (member["organization"], member["grassroots"], member["unit"]) == ("C2", "Q1", "A")
    assert member["by_name"].startswith("d~u~c") and " nguyen" in member["searched"]
    assert (member["level"], member["derived"], member["reviewed"]) == ("HTTNV", "HTNV", True)
    assert (rows["mem:P3"]["left_out"], rows["mem:P3"]["must_review"]) == ("MIEN_SINH_HOAT", False)
    assert (rows["col:T"]["unit"], rows["col:T"]["dossier"]) == ("A", "late")
    assert (rows["col:T"]["dossier_state"], rows["ldr:V1"]["dossier_state"]) == ("received", "none")
    assert (rows["org:Q1"]["type"], rows["col:T"]["type"], rows["ldr:V1"]["type"]) == ("CB_CO_SO", "TT_BAN_DANG", "PHO")
    assert (rows["col:T"]["unit"], rows["col:T"]["dossier"], rows["col:T"]["management_level"]) == ("A", "late", "TINH")
    leader = rows["ldr:V1"]
    assert leader["by_name"] == member["by_name"] and " pho bi thu" in leader["searched"]
    assert (leader["level"], leader["dossier"], leader["head"]) == (LEVELS[0], "missing", False)


def test_the_roster_of_a_campaign_that_was_opened_before_there_was_one_is_written_with_the_migrations(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'reporting.db'}")
    migrate("reporting", engine)
    bench = Bench(tmp_path)
    bench.hear(WORLD.told(TURNS))
    with engine.begin() as connection:
        connection.execute(roster.entries.delete())
    migrate("reporting", engine)
    assert written(bench) == as_it_should_be(bench) == in_plain_order()
    migrate("reporting", engine)
    assert written(bench) == in_plain_order()
