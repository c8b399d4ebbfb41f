"""Running what is asked: a query on one state of the tables, a command in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select

from shared.domain import CommandContext, Refusal
from shared.files import Files
from shared.reader import Reader, reader_on
from shared.web.asked import Asked, run
from shared.web.call import Answer, Call
from shared.web.idempotency import repeatable
from shared.web.parts import CitationsOf, Parts, PathsOf
from shared.web.refusals import NotYourOrganization
from shared.web.render import Reply, reply_to_command, reply_to_query, reply_with_outcomes
from shared.web.version import expected_version
from shared.web.waiting import format_positions, heard_of, positions_on

if TYPE_CHECKING:
    from shared.eventstore import Unit


class Handling:
    """Runs what is asked of one service."""

    def __init__(self, parts: Parts, paths_of: PathsOf, citations_of: CitationsOf | None = None) -> None:
        self._parts = parts
        self._paths_of = paths_of
        self._citations_of = citations_of

    def reply(self, asked: Asked, correlation: str) -> Reply:
        context = self._context(asked, correlation)
        if asked.route.storeless:
            return self._without_store(asked, context)
        if asked.route.commands:
            return self._command(asked, context)
        return self._query(asked, context)

    def _without_store(self, asked: Asked, context: CommandContext) -> Reply:
        call = asked.call(context, self._paths_of, _reads_nothing, verify=self._parts.verifier.verify)
        return reply_to_query(asked.request, run(asked, call))

    def _query(self, asked: Asked, context: CommandContext) -> Reply:
        with self._looking(asked, context, asked.as_of, {}) as call:
            reply = reply_to_query(asked.request, run(asked, call))
        reply.headers["Position"] = format_positions(call.positions)
        return reply

    @contextmanager
    def _looking(
        self, asked: Asked, context: CommandContext, as_of: str | None, others: Mapping[str, int]
    ) -> Iterator[Call]:
        """The call on one state of the tables: that of now, or an earlier one; `others` as in `Past.positions`.

        Raises what `Past` raises.
        """
        past = self._parts.history
        if as_of is not None and past is None:
            raise LookupError(f"{self._parts.service} tells only what is")
        then = None if as_of is None or past is None else past.positions(as_of, asked.campaign, others)
        with self._reading_now() as (now, positions):
            if then in (None, positions):
                yield self._call_on(now, asked, context, positions, as_of)
                return
        assert past is not None and then is not None
        with past.at(then) as earlier, self._reading_now() as (now, _):
            yield self._call_on(earlier, asked, context, then, as_of, reader_on(now))

    @contextmanager
    def _reading_now(self) -> Iterator[tuple[Connection, dict[str, int]]]:
        heard = heard_of(self._parts)
        with self._parts.store.query() as connection:
            yield connection, positions_on(connection, self._parts, heard)

    def _call_on(
        self,
        connection: Connection,
        asked: Asked,
        context: CommandContext,
        positions: Mapping[str, int],
        as_of: str | None,
        live: Reader | None = None,
    ) -> Call:
        return asked.call(
            context,
            self._paths_of,
            reader_on(connection),
            live=live,
            as_of=as_of,
            looking_back=partial(self._looking, asked, context),
            connection=connection,
            positions=positions,
            open_files=self._files,
        )

    def _command(self, asked: Asked, context: CommandContext) -> Reply:
        repetition = repeatable(asked.request, asked.body.raw)
        prepared = self._beforehand(asked, context)

        def work(unit: Unit) -> Reply:
            if repetition and (earlier := repetition.earlier_answer(unit)):
                return earlier
            call = asked.call(
                context, self._paths_of, unit.tables.rows, unit=unit, open_files=self._files, prepared=prepared
            )
            reply = self._run_command(asked, call)
            if repetition:
                repetition.keep(unit, reply)
            return reply

        return self._parts.store.execute(context, work)

    def _beforehand(self, asked: Asked, context: CommandContext) -> Any:
        if asked.route.beforehand is None:
            return None
        with self._parts.store.query() as connection:
            read = reader_on(connection)
            call = asked.call(
                context,
                self._paths_of,
                read,
                looking_back=partial(self._looking, asked, context),
                connection=connection,
                open_files=self._files,
            )
            call.admit(call.body if asked.route.body else None)
            return asked.route.beforehand(call)

    def _files(self) -> Files:
        return self._parts.files

    def _run_command(self, asked: Asked, call: Call) -> Reply:
        try:
            with call.unit.attempt():
                answer = run(asked, call)
        except Refusal as refusal:
            answer = Answer(problem=refusal, undone=True)
        self._cite(call, [answer, *(item.answer for item in call.sent if item.answer)])
        position = call.unit.position
        if asked.body.batch and not answer.undone:
            reply = reply_with_outcomes(asked.request, call.outcomes, position)
        elif asked.route.many and not answer.undone:
            [(_, outcome)] = call.outcomes
            reply = reply_to_command(asked.request, outcome, position)
        else:
            reply = reply_to_command(asked.request, answer, position)
        reply.headers["Position"] = format_positions({self._parts.service: position})
        return reply

    def _cite(self, call: Call, answers: Iterable[Answer]) -> None:
        """Have problems of a campaign name the documents of its own rulebook."""
        problems = [answer.problem for answer in answers if answer.problem]
        campaign = call.path_values.get("campaign")
        if not problems or self._citations_of is None or campaign is None:
            return
        if citations := self._citations_of(call.read, campaign):
            for problem in problems:
                citations.cite(problem)

    def _context(self, asked: Asked, correlation: str) -> CommandContext:
        caller = asked.caller
        return CommandContext(
            actor=caller.subject,
            organization=self._organization(asked),
            now=self._parts.clock.now(),
            may_state_instants="importer" in caller.roles,
            correlation=correlation,
            traceparent=asked.request.within or asked.request.traceparent,
            expected_version=expected_version(asked.request, asked.route),
            roles=caller.roles,
        )

    def _organization(self, asked: Asked) -> str | None:
        """Whom the caller acts for: the own organization, or one now below it that `On-Behalf-Of` names."""
        own, stated = asked.caller.organization, asked.request.headers.get("On-Behalf-Of")
        if stated is None or stated == own or asked.route.storeless:
            return own
        with self._parts.store.query() as connection:
            if not asked.sight(self._paths_of, reader_on(connection)).covers(stated):
                raise NotYourOrganization(value=stated)
        return stated


def _reads_nothing(select: Select[Any], /, **parameters: Any) -> Sequence[Row[Any]]:
    raise LookupError("a storeless resource reads no store")
