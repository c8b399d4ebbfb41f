"""A private RabbitMQ (3.10 or later, 4.x included)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import amqp

from tests.servers.ports import LOOPBACK, free_ports, listens
from tests.servers.server import Server, installed

_MEMORY_SHARE = "0.4"
_VHOSTS_AT_ONCE = 20
_STARTING_SECONDS = 60
_OF_A_QUEUE = ("name", "messages", "consumers")


class NameServer(Server):
    """Erlang's port mapper. A node that finds none starts one that outlives it; so it is given this one."""

    name = "epmd"
    user = "rabbitmq"

    def __init__(self) -> None:
        super().__init__()
        [self.port] = free_ports(1)

    def command(self) -> list[str]:
        return ["epmd", "-address", LOOPBACK, "-port", str(self.port)]

    def ready(self) -> bool:
        return listens(self.port)


class Rabbit(Server):
    """RabbitMQ with no plugin but federation: the management plugin would make every stop last seven seconds."""

    name = "rabbit"
    user = "rabbitmq"

    def __init__(self, name_server: NameServer) -> None:
        super().__init__()
        self.port, self._distribution_port = free_ports(2)
        self._name_server = name_server
        self._programs = installed("/usr/lib/rabbitmq/bin/rabbitmq-server").parent
        self._vhosts: list[str] = []
        self._vhosts_taken = 0
        self._configuration = self.folder / "rabbitmq.conf"
        self._configuration.write_text(
            f"listeners.tcp.1 = {LOOPBACK}:{self.port}\nvm_memory_high_watermark.relative = {_MEMORY_SHARE}\n"
        )
        self._plugins = self.folder / "enabled_plugins"
        self._plugins.write_text("[rabbitmq_federation].\n")
        self._definitions = self.folder / "definitions.json"

    def command(self) -> list[str]:
        # Debian's wrapper in /usr/sbin would change user and folder by itself.
        return [str(self._programs / "rabbitmq-server")]

    def environment(self) -> dict[str, str]:
        return super().environment() | {
            # Makes the start script become the node instead of its parent: our process id is the node's.
            "RUNNING_UNDER_SYSTEMD": "true",
            "ERL_EPMD_PORT": str(self._name_server.port),
            "RABBITMQ_NODENAME": f"kiemdiem-{self.port}@localhost",
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": str(self._configuration),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._plugins),
            "RABBITMQ_MNESIA_BASE": str(self.data),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
        }

    def ready(self) -> bool:
        try:
            with amqp.Connection(f"{LOOPBACK}:{self.port}", connect_timeout=5):
                return True
        except (OSError, amqp.AMQPError):
            return False

    def wipe(self) -> None:
        super().wipe()
        self._import_vhosts()

    def vhost(self) -> str:
        """A virtual host that nobody has used yet, as an AMQP URI. It stays until the server ends."""
        if self._vhosts_taken == len(self._vhosts):
            self._make_vhosts()
        name = self._vhosts[self._vhosts_taken]
        self._vhosts_taken += 1
        # Those just made are still starting, on a slow machine for longer than a service waits for an answer.
        with amqp.Connection(f"{LOOPBACK}:{self.port}", virtual_host=name, connect_timeout=_STARTING_SECONDS):
            pass
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}/{name}"

    def import_definitions(self, definitions: Mapping[str, object]) -> None:
        """Make it know what they say, beside what it knows already."""
        self._definitions.write_text(json.dumps(definitions))
        self._control("import_definitions", str(self._definitions))

    def report(self, *arguments: str) -> list[dict[str, Any]]:
        """What `rabbitmqctl` says of some of its things, such as `list_queues -p test-1 name policy`."""
        told: list[dict[str, Any]] = json.loads(self._control("--silent", "--formatter", "json", *arguments))
        return told

    @contextmanager
    def memory_alarm(self) -> Iterator[None]:
        """As long as it lasts, the broker reads nothing from connections that publish."""
        self._control("set_vm_memory_high_watermark", "0")
        try:
            yield
        finally:
            self._control("set_vm_memory_high_watermark", _MEMORY_SHARE)

    def break_connections(self, vhost: str) -> None:
        """Close every connection to the virtual host from the broker's side."""
        self._control("close_all_connections", "--vhost", vhost, "a test")

    def forget(self, vhosts: Iterable[str]) -> None:
        """Delete virtual hosts that definitions have made, with all that is in them."""
        named = ", ".join(f'<<"{vhost}">>' for vhost in vhosts)
        self._control("eval", f'[rabbit_vhost:delete(Name, <<"a test">>) || Name <- [{named}]].')

    def queues(self, vhost: str) -> dict[str, tuple[int, int]]:
        """Of each queue of the virtual host how many messages it holds, unacknowledged ones too, and its consumers."""
        told = self._control("--quiet", "--formatter=json", "list_queues", "--vhost", vhost, *_OF_A_QUEUE)
        return {row["name"]: (row["messages"], row["consumers"]) for row in json.loads(told)}

    def _make_vhosts(self) -> None:
        # Many at once: the control program takes half a second, whether for one or for all.
        first = len(self._vhosts) + 1
        self._vhosts += [f"test-{number}" for number in range(first, first + _VHOSTS_AT_ONCE)]
        self._import_vhosts()

    def _import_vhosts(self) -> None:
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self.import_definitions(
            {
                "vhosts": [{"name": name} for name in self._vhosts],
                "permissions": [{"user": "guest", "vhost": name} | everything for name in self._vhosts],
            }
        )

    def _control(self, *arguments: str) -> str:
        return self.run(str(self._programs / "rabbitmqctl"), *arguments)
