"""Whether a service's log still is what others have heard of it.

A database that was restored from a backup has forgotten its last events, and others have not. Were the service to go
on from there, new events would get numbers that everybody has heard already, and would be passed over as duplicates:
lost without a word. So nothing is recorded or published until the others have been asked, nor while the log is behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

import orjson
import structlog
import urllib3

from shared.domain import Refusal
from shared.eventstore import EventStore, Head
from shared.messaging.worker import Worker
from shared.troubles import Trouble

ASK_AGAIN_SECONDS = 5.0
"""After this long, whoever could not be asked is asked again."""
ASK_ALL_SECONDS = 60.0
"""After this long all are asked again: a database may be exchanged under a service that runs."""

_TIMEOUT = urllib3.Timeout(connect=2, read=5)
_log = structlog.get_logger()


class LogUnchecked(Refusal):
    """The service has just started and is asking the others."""

    code = "log_unchecked"
    status = 503
    vi = "Dịch vụ {service} vừa khởi động và đang đối chiếu nhật ký với các dịch vụ khác."
    en = "The service {service} has just started and is comparing its log with what others have heard."
    way_out_vi = "Gửi lại nguyên yêu cầu sau vài giây."
    way_out_en = "Send the same request again in a few seconds."


class LogBehind(Refusal):
    code = "log_behind"
    status = 503
    vi = (
        "Nhật ký của dịch vụ {service} dừng ở số {head}, trong khi {witness} đã nghe đến số {heard}: "
        "cơ sở dữ liệu đã được khôi phục từ một bản sao lưu cũ hơn. Chưa có gì được ghi."
    )
    en = (
        "The log of {service} ends at {head}, but {witness} has heard it up to {heard}: "
        "the database was restored from an older backup. Nothing was recorded."
    )
    way_out_vi = "Quản trị viên khôi phục nhật ký bằng `kiemdiem recover {service}`; người dùng gửi lại sau đó."
    way_out_en = "An operator brings the log back with `kiemdiem recover {service}`; send the request again then."


class LogForked(LogBehind):
    code = "log_forked"
    vi = (
        "Sự kiện số {heard} trong nhật ký của dịch vụ {service} khác với sự kiện mà {witness} đã nghe: "
        "số này đã được cấp lại sau khi khôi phục. Chưa có gì được ghi."
    )
    en = (
        "Event {heard} in the log of {service} is another one than {witness} has heard: "
        "its number was given anew after a restore. Nothing was recorded."
    )
    way_out_vi = "Quản trị viên khôi phục lại bản sao lưu rồi chạy `kiemdiem recover {service}` trước khi khởi động."
    way_out_en = "An operator restores the backup again and runs `kiemdiem recover {service}` before starting."


class WitnessAway(Exception):
    """Somebody who may have heard the service cannot be asked now."""


class Witness(Protocol):
    def heard(self, source: str) -> Head | None:
        """The last event of `source` that was heard; None if there was none. Raises WitnessAway."""


class HttpWitness:
    """Another service, asked at `GET {address}/<service>/heard`."""

    def __init__(self, service: str, address: str, token: Callable[[], str]) -> None:
        self._url = f"{address}/{service}/heard"
        self._token = token
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)

    def heard(self, source: str) -> Head | None:
        try:
            answer = self._pool.request("GET", self._url, headers={"Authorization": f"Bearer {self._token()}"})
            if answer.status != 200:
                raise WitnessAway(f"{self._url} answered {answer.status}")
            said = {item["source"]: Head(item["number"], item["hash"]) for item in orjson.loads(answer.data)["items"]}
        except (urllib3.exceptions.HTTPError, OSError, ValueError, LookupError, TypeError) as error:
            raise WitnessAway(f"{self._url}: {type(error).__name__}") from error
        return said.get(source)


class Standing(Worker):
    """Asks the `witnesses`, by name, at the start and now and then; `guard` says what came of it.

    Who cannot be asked holds nothing up: services start in any order. It is asked again until it answers.
    """

    name: ClassVar[str] = "standing"

    def __init__(self, store: EventStore, source: str, witnesses: Mapping[str, Witness]) -> None:
        super().__init__()
        self._store = store
        self._source = source
        self._witnesses = witnesses
        self._checked = not witnesses
        self._fault: LogBehind | None = None

    def guard(self) -> None:
        """Raises LogUnchecked, LogBehind or LogForked if nothing may be recorded now."""
        if self._fault is not None:
            raise self._fault
        if not self._checked:
            raise LogUnchecked(service=self._store.service)

    def examine(self) -> bool:
        """Ask all. Whether everyone could be asked; what the store raises comes out."""
        fault, all_asked = None, True
        for name, witness in self._witnesses.items():
            try:
                heard = witness.heard(self._source)
            except WitnessAway as error:
                all_asked = False
                _log.info("standing.witness_away", witness=name, reason=str(error))
            else:
                fault = fault or self._fault_in(name, heard)
        if fault is not None or all_asked:
            self._fault = fault
        self._checked = True
        return all_asked

    def _fault_in(self, witness: str, heard: Head | None) -> LogBehind | None:
        if heard is None:
            return None
        # Read after the witness was asked: whatever it has heard was in the log before.
        head = self._store.head().number
        if heard.number > head:
            return LogBehind(service=self._store.service, witness=witness, head=head, heard=heard.number)
        [event] = self._store.read(heard.number - 1, 1)
        if event.hash != heard.hash:
            return LogForked(service=self._store.service, witness=witness, heard=heard.number)
        return None

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                all_asked = self.examine()
            except Exception as error:  # the store is away: relay and subscription say so
                _log.warning("standing.unknown", reason=type(error).__name__)
                all_asked = False
            if self._fault is not None:
                _log.error("standing.behind", reason=str(self._fault))
            self._stopping.wait(ASK_ALL_SECONDS if all_asked and self._fault is None else ASK_AGAIN_SECONDS)

    def _troubles(self) -> list[Trouble]:
        try:
            self.guard()
        except Refusal as refusal:
            return [Trouble(refusal.code, self.name, grave=True, vi=refusal.say("vi"), en=refusal.say("en"))]
        return []
