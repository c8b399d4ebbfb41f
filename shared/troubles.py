"""Why a service is not well, for its `/readyz`: a code for programs, a sentence for people in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Trouble:
    """One reason. `part` is what has it.

    A `grave` one means that the service cannot do its work: its answers are stale, or there are none. With any other it
    does, and something stands behind that a person should know of.
    """

    code: str
    part: str
    grave: bool
    vi: str
    en: str

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "part": self.part, "grave": self.grave, "vi": self.vi, "en": self.en}


def store_unavailable(part: str, cause: str) -> Trouble:
    return Trouble(
        "store_unavailable",
        part,
        True,
        f"Cơ sở dữ liệu không dùng được ({cause}); dịch vụ chờ và tự tiếp tục.",
        f"The database cannot be used ({cause}); the service waits and goes on by itself.",
    )


def not_started(part: str) -> Trouble:
    return Trouble("not_started", part, True, f"{part}: chưa khởi động.", f"{part}: not started.")


def not_running(part: str) -> Trouble:
    return Trouble(
        "not_running",
        part,
        True,
        f"{part}: đã dừng; phải khởi động lại tiến trình.",
        f"{part}: no longer running; the process has to be started again.",
    )


def stalled(part: str, seconds: float) -> Trouble:
    return Trouble(
        "stalled",
        part,
        True,
        f"{part}: không có tiến triển trong {seconds:.0f} giây.",
        f"{part}: no sign of life for {seconds:.0f} s.",
    )


def broker_unavailable(part: str, cause: str) -> Trouble:
    """Not grave: what others say still comes by their feeds, and what is said here waits in the log."""
    return Trouble(
        "broker_unavailable",
        part,
        False,
        f"Không dùng được RabbitMQ ({cause}); sự kiện vẫn nhận qua các nguồn (feed), sự kiện phát đi phải chờ.",
        f"RabbitMQ cannot be used ({cause}); events are still heard by the feeds, those to be sent wait.",
    )


def feed_unavailable(source: str, cause: str) -> Trouble:
    """Not grave: as long as nothing is missing, all comes by the broker."""
    return Trouble(
        "feed_unavailable",
        source,
        False,
        f"Không đọc được nguồn sự kiện của {source} ({cause}); sự kiện vẫn đến qua RabbitMQ.",
        f"The feed of {source} cannot be read ({cause}); its events still come by the broker.",
    )


def catching_up(source: str) -> Trouble:
    return Trouble(
        "catching_up",
        source,
        True,
        f"Đang đọc bù sự kiện của {source} kể từ lúc khởi động.",
        f"Still reading up on the events of {source} since the start.",
    )


def source_silent(source: str, seconds: float) -> Trouble:
    return Trouble(
        "source_silent",
        source,
        True,
        f"Đã {seconds:.0f} giây không nghe được gì từ {source}, cả qua RabbitMQ lẫn nguồn sự kiện.",
        f"Nothing can be heard of {source}, neither by the broker nor by its feed, for {seconds:.0f} s.",
    )


def source_behind(source: str, events: int, seconds: float) -> Trouble:
    return Trouble(
        "source_behind",
        source,
        True,
        f"Còn thiếu ít nhất {events} sự kiện của {source}, đã {seconds:.0f} giây.",
        f"At least {events} events of {source} have not been heard yet, for {seconds:.0f} s.",
    )


def inbox_behind(part: str, seconds: float) -> Trouble:
    return Trouble(
        "inbox_behind",
        part,
        True,
        f"Sự kiện đến nhanh hơn mức xử lý được, đã {seconds:.0f} giây.",
        f"Events have been arriving faster than they can be applied for {seconds:.0f} s.",
    )


def relay_behind(events: int, since: str) -> Trouble:
    return Trouble(
        "relay_behind",
        "relay",
        True,
        f"{events} sự kiện chưa phát đi được, từ {since}.",
        f"{events} events have not been published yet, since {since}.",
    )


def events_parked(events: int, subjects: int) -> Trouble:
    """Not grave: everything about other subjects goes on."""
    return Trouble(
        "events_parked",
        "subscription",
        False,
        f"{events} sự kiện của {subjects} đối tượng bị gác lại, cần người xử lý: kiemdiem parked list.",
        f"{events} events of {subjects} subjects are parked and need a person: kiemdiem parked list.",
    )
