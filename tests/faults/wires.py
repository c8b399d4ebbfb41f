"""TCP links that can be cut, held up and slowed down: everything that a network does to a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Self

from tests.servers.ports import LOOPBACK

_CHUNK = 64 * 1024
_SECONDS_TO_OBEY = 10.0


@dataclass
class _Direction:
    """What happens to the bytes that go one way."""

    passes: asyncio.Event = field(default_factory=asyncio.Event)
    delay: float = 0.0
    """Seconds by which each piece is late."""
    rate: float | None = None
    """Bytes a second; None for as many as there are."""

    def __post_init__(self) -> None:
        self.passes.set()


class Wire:
    """A port of its own that leads to another one. Its faults begin and end when the test says so."""

    def __init__(self, wires: Wires, target: int) -> None:
        self.port = 0
        self._wires = wires
        self._target = target
        self._there, self._back = _Direction(), _Direction()
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._is_cut = False

    @contextmanager
    def cut(self) -> Iterator[None]:
        """All connections break, and new ones break at once."""
        self._wires.call(self._cut, True)
        yield
        self._wires.call(self._cut, False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """A black hole: connections stand and nothing arrives, until it arrives late."""
        self._wires.call(self._hold, (self._there, self._back))
        yield
        self._wires.call(self._release)

    @contextmanager
    def answers_lost(self) -> Iterator[None]:
        """What is asked arrives and takes effect, no answer comes back, and then the connection breaks."""
        self._wires.call(self._hold, (self._back,))
        yield
        self._wires.call(self._break)
        self._wires.call(self._release)

    @contextmanager
    def half_closed(self) -> Iterator[None]:
        """The near side reads an end, while what it writes still arrives."""
        self._wires.call(self._half_close)
        yield
        self._wires.call(self._break)

    @contextmanager
    def slowed(self, delay: float = 0.0, rate: float | None = None) -> Iterator[None]:
        """Everything is late, or comes in a trickle."""
        self._wires.call(self._slow, delay, rate)
        yield
        self._wires.call(self._slow, 0.0, None)

    async def open(self) -> None:
        server = await asyncio.start_server(self._lead, LOOPBACK, 0)
        self.port = server.sockets[0].getsockname()[1]

    def _cut(self, is_cut: bool) -> None:
        self._is_cut = is_cut
        self._break()

    def _break(self) -> None:
        for pair in tuple(self._pairs):
            for writer in pair:
                writer.transport.abort()

    def _hold(self, directions: tuple[_Direction, ...]) -> None:
        for direction in directions:
            direction.passes.clear()

    def _release(self) -> None:
        self._there.passes.set()
        self._back.passes.set()

    def _half_close(self) -> None:
        for near, _ in tuple(self._pairs):
            if near.can_write_eof() and not near.is_closing():
                near.write_eof()

    def _slow(self, delay: float, rate: float | None) -> None:
        for direction in (self._there, self._back):
            direction.delay, direction.rate = delay, rate

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self._is_cut:
                raise ConnectionResetError
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._target)
        except OSError:
            writer.transport.abort()
            return
        pair = (writer, far_writer)
        self._pairs.add(pair)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_carry(reader, far_writer, self._there))
                both.create_task(_carry(far_reader, writer, self._back))
        except* OSError:
            pass
        finally:
            self._pairs.discard(pair)
            writer.transport.abort()
            far_writer.transport.abort()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: _Direction) -> None:
    while data := await reader.read(_CHUNK):
        await direction.passes.wait()
        await asyncio.sleep(direction.delay + (len(data) / direction.rate if direction.rate else 0.0))
        if not writer.is_closing():
            writer.write(data)
            await writer.drain()
    if writer.can_write_eof() and not writer.is_closing():
        writer.write_eof()


async def _end_all() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Wires:
    """The thread that carries the bytes of all links."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="wires", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(_end_all(), self._loop).result(_SECONDS_TO_OBEY)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def to(self, port: int) -> Wire:
        """A link that leads to `port` on this machine."""
        wire = Wire(self, port)
        asyncio.run_coroutine_threadsafe(wire.open(), self._loop).result(_SECONDS_TO_OBEY)
        return wire

    def call(self, do: object, *arguments: object) -> None:
        """Do it on the links' own thread, and return once it is done."""

        async def obey() -> None:
            do(*arguments)  # type: ignore[operator]

        asyncio.run_coroutine_threadsafe(obey(), self._loop).result(_SECONDS_TO_OBEY)
