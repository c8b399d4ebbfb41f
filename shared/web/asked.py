"""A request once it is known what is asked, by whom, and with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from shared.domain import CommandContext, Refusal
from shared.files import Files
from shared.reader import Reader
from shared.web.auth import Caller
from shared.web.body import Body
from shared.web.call import Answer, Call, Item, LookingBack
from shared.web.parts import PathsOf
from shared.web.request import Request
from shared.web.resource import Route
from shared.web.scope import Sight

if TYPE_CHECKING:
    from shared.eventstore import Unit


AS_OF = "as_of"
"""The parameter of a query that says as of when it is to be answered."""

CAMPAIGN = "campaign"
"""The part of a path that says in which campaign's tree the caller is to be seen."""


@dataclass(frozen=True, slots=True)
class Asked:
    request: Request
    route: Route
    path_values: Mapping[str, Any]
    caller: Caller
    query: Mapping[str, Any]
    body: Body
    as_of: str | None = None
    """As of when a query is to be answered, as it was stated; None for now."""

    @property
    def campaign(self) -> str | None:
        return self.path_values.get(CAMPAIGN)

    def sight(self, paths_of: PathsOf, read: Reader, campaign: str | None = None) -> Sight:
        """What the caller sees in the campaign's tree, or without a campaign in the tree as it is now."""
        return Sight(self.caller, self.route.roles, lambda organization: paths_of(read, organization, campaign))

    def call(
        self,
        context: CommandContext,
        paths_of: PathsOf,
        read: Reader,
        *,
        live: Reader | None = None,
        as_of: str | None = None,
        looking_back: LookingBack | None = None,
        unit: Unit | None = None,
        connection: Connection | None = None,
        positions: Mapping[str, int] | None = None,
        open_files: Callable[[], Files] | None = None,
        prepared: Any = None,
        verify: Callable[[str], Caller] | None = None,
    ) -> Call:
        """The call for one run of the handler; a command that has to run again gets a new one.

        What the caller may see is judged by what `live` reads, also where `read` reads what was.
        """
        judging = live or read
        return Call(
            request=self.request,
            caller=self.caller,
            context=context,
            query=self.query,
            sight=self.sight(paths_of, judging, self.campaign),
            positions=positions or {},
            scope=self.route.scope,
            path_values=self.path_values,
            read=read,
            live=judging,
            as_of=as_of,
            looking_back=looking_back,
            reading=connection,
            recording=unit,
            content=self.body.raw,
            open_files=open_files,
            prepared=prepared,
            verifying=verify,
            sent=self._items(),
        )

    def _items(self) -> list[Item]:
        items = []
        for index, entry in enumerate(self.body.entries):
            pointer = f"/items/{index}" if self.body.batch else ""
            if isinstance(entry, Refusal):
                items.append(Item({}, pointer, Answer(problem=entry, undone=True)))
            else:
                items.append(Item(entry, pointer))
        return items


def run(asked: Asked, call: Call) -> Answer:
    """Check the scope, run the handler, and give back its answer. Items of `many` are checked as they come up."""
    if not asked.route.many:
        call.admit(call.body if asked.route.body else None)
    result = asked.route.handler(call, **asked.path_values)
    return result if isinstance(result, Answer) else Answer(result)
