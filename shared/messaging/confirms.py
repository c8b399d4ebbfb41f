"""What the broker has said about the messages that were sent to it, and what it still owes."""

from __future__ import annotations

from collections import OrderedDict

import amqp
import structlog

from shared.messaging.broker import BrokerUnavailable

_log = structlog.get_logger()


class Confirms:
    """Listens on a channel in confirm mode. Delivery tags count the messages sent on it, from 1."""

    def __init__(self, channel: amqp.Channel) -> None:
        self._last_tag = 0
        self._awaited: OrderedDict[int, None] = OrderedDict()
        self._refused = 0
        self._unheard = 0
        channel.events["basic_ack"].add(self._on_ack)
        channel.events["basic_nack"].add(self._on_nack)
        channel.events["basic_return"].add(self._on_return)

    @property
    def awaited(self) -> int:
        """How many messages the broker has not answered for."""
        return len(self._awaited)

    def expect(self, messages: int) -> None:
        """Note that so many more messages are being sent."""
        tags = range(self._last_tag + 1, self._last_tag + messages + 1)
        self._awaited.update(dict.fromkeys(tags))
        self._last_tag += messages

    def settle(self) -> int:
        """Take stock once nothing is awaited: how many messages nobody was bound to.

        Raises BrokerUnavailable if any message was refused.
        """
        refused, self._refused = self._refused, 0
        unheard, self._unheard = self._unheard, 0
        if unheard:
            # Not a fault: whoever subscribes later reads the feed.
            _log.debug("broker.nobody_bound", messages=unheard)
        if refused:
            raise BrokerUnavailable(f"the broker refused {refused} messages")
        return unheard

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._answered(tag, multiple)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        self._refused += self._answered(tag, multiple)

    def _on_return(self, *_: object) -> None:
        self._unheard += 1

    def _answered(self, tag: int, multiple: bool) -> int:
        """Strike out one message, or all up to it; give back how many that were."""
        if not multiple:
            self._awaited.pop(tag, None)
            return 1
        count = 0
        while self._awaited and next(iter(self._awaited)) <= tag:
            self._awaited.popitem(last=False)
            count += 1
        return count
