"""A process that serves goes on while a name is looked up, however long that takes."""

from __future__ import annotations

import subprocess
import sys

import pytest

STUCK = """
import os, socket
asked = []
real = socket.getaddrinfo
waits, goes_on = os.pipe()
read = os.read

def stuck(host, port, family=0, type=0, proto=0, flags=0):
    if not flags & socket.AI_NUMERICHOST:
        asked.append(host)
        read(waits, 1)
        if host == "nowhere.example":
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        host = "127.0.0.1"
    return real(host, port, family, type, proto, flags)

socket.getaddrinfo = stuck
from deploy.cooperative import make_cooperative
make_cooperative()
import eventlet
assert "dns" not in __import__("sys").modules and "EVENTLET_NO_GREENDNS" not in os.environ
server = eventlet.listen(("127.0.0.1", 0))
port = server.getsockname()[1]
"""
ANSWERED = """
client = eventlet.spawn(socket.create_connection, ("broker.example", port))
other = eventlet.spawn(socket.create_connection, ("127.0.0.1", port))
with eventlet.Timeout(20):
    other.wait()
    while not asked:
        eventlet.sleep(0.01)
    assert not client.dead
    os.write(goes_on, b"1")
    assert client.wait().getpeername() == ("127.0.0.1", port)
assert asked == ["broker.example"], asked
"""
REFUSED = """
os.write(goes_on, b"1")
try:
    socket.create_connection(("nowhere.example", port))
except socket.gaierror as error:
    assert error.errno == socket.EAI_NONAME
else:
    raise AssertionError("a name that is not known was found")
"""


@pytest.mark.parametrize("course", [ANSWERED, REFUSED], ids=["found", "unknown"])
def test_whoever_needs_no_name_goes_on_while_another_waits_for_one(course: str) -> None:
    asked = subprocess.run([sys.executable, "-c", STUCK + course], capture_output=True, timeout=60, check=False)
    assert asked.returncode == 0, asked.stderr.decode()
