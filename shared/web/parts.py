"""What the web layer needs of a process: found in the nameko container's `config["kiemdiem"]`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import Connection

from shared.citations import Citations
from shared.domain import Clock, CommandContext
from shared.files import Files
from shared.reader import Reader
from shared.troubles import Trouble
from shared.web.auth import Verifier
from shared.web.measures import Measure

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing
    from shared.web.server import Mount

T = TypeVar("T")

PathsOf = Callable[[Reader, str, str | None], tuple[str, ...]]
"""The ways down the tree, "/TU/QN/", to what an organization has in its charge: in a campaign, or without one now.

None at all if that tree knows neither it nor what it succeeds.
"""


CitationsOf = Callable[[Reader, str], Citations | None]
"""Which documents a campaign's rulebook names; None for a campaign that is not known."""


class Store(Protocol):
    """The service's event store (shared.eventstore.EventStore)."""

    def execute(self, context: CommandContext, work: Callable[[Any], T]) -> T: ...

    def query(self) -> AbstractContextManager[Connection]: ...

    def read(self, after: int, limit: int) -> list[Any]: ...

    def head(self) -> Any: ...

    def reaches(self, number: int) -> bool: ...

    def until(self, instant: str) -> int: ...


class Hearing(Protocol):
    """What the service has heard of the others (shared.messaging.Subscription)."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The services it listens to."""

    def heard(self, service: str) -> int: ...

    def wait(self, service: str, number: int, timeout: float) -> bool: ...

    def silent(self, service: str) -> float:
        """For how many seconds nothing has been heard of the service."""

    def healthy(self) -> list[Trouble]: ...


class Standing(Protocol):
    """Whether the log is what others have heard of it (shared.messaging.Standing)."""

    def healthy(self) -> list[Trouble]: ...


class Sending(Protocol):
    """Whoever passes the service's events on (shared.messaging.Relay)."""

    def waiting(self) -> tuple[int, float]:
        """How many events have not been passed on, and for how many seconds the oldest has waited."""

    def healthy(self) -> list[Trouble]:
        """Reasons why it is not; empty when all is well."""


class Past(Protocol):
    """The service's tables as they were (shared.history.Keeper)."""

    def positions(self, asked: str, campaign: str | None, others: Mapping[str, int]) -> dict[str, int] | None:
        """What was asked for by `as_of`, by service: own and heard; None for now.

        Whom the asked positions do not name counts as in `others`, or else with all that is known of it. The days of a
        campaign are those of its zone. Raises refusals: unreadable, in the future, not to be found out.
        """

    def at(self, positions: Mapping[str, int]) -> AbstractContextManager[Connection]:
        """A connection to the tables as they were. Raises a refusal while they are still being prepared."""


class Parts(Protocol):
    """The parts of one service in one process."""

    @property
    def service(self) -> str: ...

    @property
    def source(self) -> str:
        """Who speaks in the service's events, "/binh-dinh/reviews"."""

    @property
    def store(self) -> Store: ...

    @property
    def subscription(self) -> Hearing: ...

    @property
    def relay(self) -> Sending: ...

    @property
    def standing(self) -> Standing: ...

    @property
    def verifier(self) -> Verifier: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def new_id(self) -> Callable[[], str]: ...

    @property
    def wait_seconds(self) -> float:
        """How long a request may wait for positions to be heard."""

    @property
    def most_requests(self) -> int:
        """How many requests may be answered and waiting at once."""

    @property
    def files(self) -> Files:
        """Where files are kept. Asked for only by services that have any."""

    @property
    def history(self) -> Past | None:
        """What was, for a service that tells it; None for one that only tells what is."""

    @property
    def tracing(self) -> Tracing | None:
        """What sends spans to a collector; None where nobody collects them."""

    @property
    def measures(self) -> Sequence[Measure]:
        """What this service alone tells in its metrics."""

    @property
    def mount(self) -> Mount | None:
        """The shared address, when several services share one process; None to listen alone."""
