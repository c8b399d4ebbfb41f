"""What was shown at an earlier position is shown again, byte for byte, whatever has happened since."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from deploy.children import Embedded, embedded
from deploy.local import local_issuer
from tests.deployments import Province, put_played
from tests.guides import compare, examples
from tests.integration.as_of_world import Answered, Asked, Asking, patiently, pool, questions, without_what_says_so
from tests.samples import CLEAN

pytestmark = pytest.mark.timeout(480)  # the first of these tests may have to play the folder, too


@dataclass(slots=True)
class Told:
    """What was answered in the course of things: by moment, every question with its answer."""

    province: Province
    services: Embedded
    ask: Asking
    moments: dict[str, dict[Asked, Answered]] = field(default_factory=dict)

    def keep(self, moment: str, every: int = 1) -> None:
        """Ask all questions, or one out of so many, once reporting has heard everything."""
        heard = ",".join(f"{service}:{number}" for service, number in self.province.heads().items())
        self.moments[moment] = {asked: self.ask(asked, wait_for=heard) for asked in questions()[::every]}

    def command(self, path: str, body: Any = None, status: int = 201, role: str = "importer") -> Any:
        token = self.province.token(role, "TU")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "If-Match": "*"}
        content = None if body is None else orjson.dumps(body)
        answer = pool().request("POST", self.province.address + path, body=content, headers=headers)
        assert answer.status == status, answer.data.decode()
        return orjson.loads(answer.data)

    def differing(self, moment: str, every: int = 1) -> list[Any]:
        """The questions, or of so many one, that are not answered again as they were."""
        answers = dict(list(self.moments[moment].items())[::every])
        [position] = {then.position for then in answers.values() if then.status == 200}
        return [
            (asked, then.status, again.status, unlike(then, again))
            for asked, then in answers.items()
            if not is_the_same(then, again := self.ask(asked, position))
        ]

    def read(self, path: str) -> Any:
        answer = self.ask(Asked(path, "board_officer", "TU"))
        assert answer.status == 200, answer.content
        return orjson.loads(answer.content)


def is_the_same(then: Answered, again: Answered) -> bool:
    if then.status != 200:
        return again.status == then.status
    return again.position == then.position and without_what_says_so(again) == without_what_says_so(then)


def unlike(then: Answered, again: Answered) -> tuple[bytes, bytes]:
    """Where both begin to differ."""
    was, became = without_what_says_so(then), without_what_says_so(again)
    start = next((at for at, (a, b) in enumerate(zip(was, became, strict=False)) if a != b), min(len(was), len(became)))
    return was[max(0, start - 80) : start + 80], became[max(0, start - 80) : start + 80]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    data = tmp_path_factory.mktemp("province")
    put_played(CLEAN, data)
    issuer = local_issuer(data)
    with embedded(data) as services:
        address = services.addresses["reporting"]
        province = Province(address, data, issuer)
        told = Told(province, services, Asking(address, province.token))
        told.command("/reporting/campaigns/BD-2020/reports")
        told.keep("played and reported")
        go_on(told)
        yield told


def go_on(told: Told) -> None:
    """What comes later: revisions, somebody registered late, a unit renamed, the close, a report, the reopening."""
    excellent = told.read("/reporting/campaigns/BD-2020/subjects?kind=mem&unit=QN&level=HTXSNV&limit=1")["items"][0]
    rows = [{"subject": excellent["subject"], "level": "HTTNV", "reason": "Kết luận kiểm tra"}]
    body = {"document": "98-QĐ/ĐU", "decided_by": excellent["decided_by"], "rows": rows}
    told.command("/ratings/campaigns/BD-2020/revisions", body)
    late = {"code": "DV999999", "full_name": "Nguyễn Văn A", "member_status": "active", "cell": "QN-01-C1"}
    told.command("/organizations/people", late)
    told.command("/organizations/organizations/QN/renamings", {"name": "Đảng bộ Quy Nhơn mới", "since": "2020-01-01"})
    told.command("/reviews/campaigns/BD-2020/closing", {"document": "112-TB/TU"})
    told.command("/reporting/campaigns/BD-2020/reports")
    told.keep("closed", every=3)
    told.command("/reviews/campaigns/BD-2020/reopening", {"reason": "Bổ sung kết quả"})
    told.command("/organizations/people", {**late, "code": "DV999998"})


def test_what_was_shown_then_is_shown_again(told: Told) -> None:
    for moment, answers in told.moments.items():
        assert told.differing(moment) == []
        assert sum(answer.status == 200 for answer in answers.values()) > 50


def test_it_is_shown_again_after_a_restart(told: Told) -> None:
    """In other processes, which find the snapshots of those before."""
    told.services.stop()
    told.services.start()
    for moment in told.moments:
        assert told.differing(moment, every=5) == []


def test_the_guide_says_what_the_service_does(told: Told) -> None:
    guide = examples("history.md")
    assert len(guide) > 6
    for example in guide:
        token = told.province.token("board_officer", "TU")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        content = None if example.body is None else orjson.dumps(example.body)
        address = told.province.address + example.path
        answer = patiently(example.method, address, body=content, headers=headers)
        compare(example, answer.status, answer.data)


def test_an_export_that_is_ordered_as_of_a_moment_is_what_was_exported_then(told: Told) -> None:
    table = next(asked for asked in told.moments["played and reported"] if asked.path.endswith("/exports/members.csv"))
    then = told.moments["played and reported"][table]
    job = told.command(
        "/reporting/campaigns/BD-2020/export-jobs",
        {"table": "members", "format": "csv", "as_of": then.position.replace(" ", "")},
        202,
        "board_officer",
    )["job"]
    path, job_of = f"/reporting/campaigns/BD-2020/export-jobs/{job}", ("board_officer", "TU")
    ends = time.monotonic() + 30
    while orjson.loads((told.ask(Asked(path, *job_of))).content)["state"] in ("waiting", "running"):
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert told.ask(Asked(f"{path}/result", *job_of)).content == then.content
