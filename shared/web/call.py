"""What a handler is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from shared.domain import CommandContext, Instant, Refusal
from shared.files import Files
from shared.reader import Reader
from shared.web.auth import Caller
from shared.web.refusals import OutOfSight
from shared.web.request import Request
from shared.web.scope import Anyone, Place, Scope, Sight

if TYPE_CHECKING:
    from shared.eventstore import Unit

JSON = "application/json"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back.

    `body` is JSON data, or the text or bytes of another `content_type`. `status` None means the usual one: 201 for a
    POST, else 200. `version` becomes the ETag. `problem` is a refusal that is told although what was recorded stays
    recorded; a refusal that is *raised* undoes everything.
    """

    body: Any = None
    status: int | None = None
    version: int | None = None
    location: str | None = None
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    problem: Refusal | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    """Of a problem: where to go on."""
    undone: bool = False
    """Whether the refusal took back what had been recorded before it. Set by the web layer."""

    @classmethod
    def page(cls, html: str, **more: Any) -> Answer:
        """An HTML page."""
        return cls(html, content_type=HTML, **more)


@dataclass(slots=True)
class Item:
    """One object of the body. A handler may set `answer`; without one the item is answered with 201."""

    data: dict[str, Any]
    pointer: str
    answer: Answer | None = None


LookingBack = Callable[[str | None, Mapping[str, int]], AbstractContextManager["Call"]]
"""Gives the same call as of another moment; of whom that does not name, as of the positions given."""


@dataclass(slots=True)
class Call:
    """One request, checked: who calls, with what, and the store to answer from or to record in.

    `read` runs a query; in a command it sees what the command has recorded so far. Only a command has a `unit`,
    only a query a `connection`.
    """

    request: Request
    caller: Caller
    context: CommandContext
    query: Mapping[str, Any]
    sight: Sight
    positions: Mapping[str, int]
    """In a query: what the answer is built from, by service."""
    scope: Scope
    path_values: Mapping[str, Any]
    read: Reader
    live: Reader
    """Reads the tables as they are now; `read` does so too, save in a query as of an earlier moment."""
    as_of: str | None = None
    """As of when a query is answered, as it was stated; None for now."""
    looking_back: LookingBack | None = None
    reading: Connection | None = None
    recording: Unit | None = None
    content: bytes = b""
    """The body, where it is a file itself."""
    open_files: Callable[[], Files] | None = None
    prepared: Any = None
    """In a command: what its `beforehand` gave."""
    verifying: Callable[[str], Caller] | None = None
    sent: list[Item] = field(default_factory=list)
    """Everything in the body, in its order; what has the wrong form is answered already."""

    @property
    def unit(self) -> Unit:
        """The unit of the command's transaction. A query has none."""
        if self.recording is None:
            raise LookupError("a query records nothing")
        return self.recording

    @property
    def connection(self) -> Connection:
        """The connection of the query, which sees one state of the tables. A command has none."""
        if self.reading is None:
            raise LookupError("a command reads through its unit")
        return self.reading

    def at(self, as_of: str | None) -> AbstractContextManager[Call]:
        """The same call as of another moment, stated like `as_of`; None for now. Raises what that raises.

        Positions that leave a service out mean it as it is in this call.
        """
        if self.looking_back is None:
            raise LookupError("only a query of a service with a past can look back")
        return self.looking_back(as_of, self.positions)

    def rest_on(self, positions: Mapping[str, int]) -> None:
        """Part of the answer is of an earlier state: the whole is built from no more than that."""
        self.positions = {
            service: min(number, positions.get(service, number)) for service, number in self.positions.items()
        }

    @property
    def files(self) -> Files:
        """Where the process keeps files."""
        if self.open_files is None:
            raise LookupError("a storeless call has no files either")
        return self.open_files()

    @property
    def now(self) -> Instant:
        return self.context.now

    def verify(self, token: str) -> Caller:
        """Who a token speaks for that comes in a form. Raises Unauthenticated."""
        if self.verifying is None:
            raise LookupError("only a storeless call looks at tokens; elsewhere the caller is known")
        return self.verifying(token)

    @property
    def language(self) -> str:
        return self.request.language

    @property
    def body(self) -> dict[str, Any]:
        """The body's one object."""
        (item,) = self.sent
        return item.data

    @property
    def items(self) -> Iterator[Item]:
        """The items to handle in turn: of the right form, and within the caller's scope when they come up."""
        for item in self.entries:
            if self._admits(item):
                yield item

    @property
    def entries(self) -> list[Item]:
        """The items of the right form that have no answer yet, for a look ahead such as `unit.prefetch`."""
        return [item for item in self.sent if item.answer is None]

    @property
    def outcomes(self) -> list[tuple[Item, Answer]]:
        """Every item with its answer. Raises LookupError if the handler has left one out."""
        if left_out := self.entries:
            raise LookupError(f"the handler gave no outcome for {left_out[0].pointer or 'the body'}")
        return [(item, item.answer) for item in self.sent if item.answer]

    @contextmanager
    def attempt(self, item: Item) -> Iterator[None]:
        """Handle one item: a refusal inside undoes this item, becomes its outcome, and goes no further."""
        try:
            with self.unit.attempt():
                yield
        except Refusal as refusal:
            item.answer = Answer(problem=refusal, undone=True)
        else:
            item.answer = item.answer or Answer()

    def admit(self, data: Mapping[str, Any] | None) -> None:
        """Raise OutOfSight unless the caller may touch what `data` and the path are about."""
        if isinstance(self.scope, Anyone):
            return
        place = self.scope(self, self.path_values, data)
        if place is None:
            raise OutOfSight()
        if not isinstance(place, Anyone):
            self.require(place)

    def require(self, place: Place) -> None:
        """Raise OutOfSight unless the caller may touch what belongs to `place`."""
        if not self.sight.holds(place):
            raise OutOfSight()

    def _admits(self, item: Item) -> bool:
        if self.sight.everything:
            return True  # thousands of look-ups that could only say yes
        try:
            self.admit(item.data)
        except OutOfSight as refusal:
            item.answer = Answer(problem=refusal, undone=True)
        return item.answer is None
