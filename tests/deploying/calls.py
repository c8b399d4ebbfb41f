"""Calling a deployment as those do who use it, operate it, or stand before it as its gateway."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import urllib3

from deploy.local import EVERYTHING
from tests.deployments import Deployment
from tests.servers.ports import free_ports

GATEWAY = Path(__file__).resolve().parents[2] / "deploy/gateway/nginx.conf"
PATIENCE_SECONDS = 60
RULEBOOK = "vn-party-annual-review/2020"


class Caller:
    """Sends each command once, with a key of its own, and keeps what came of it."""

    def __init__(self, deployment: Deployment, addresses: dict[str, str] | None = None) -> None:
        self._addresses = addresses or deployment.addresses
        self._token = deployment.importer_token()
        self._pool = urllib3.PoolManager(retries=False, timeout=30)

    def post(self, service: str, path: str, body: dict[str, Any], key: str) -> urllib3.BaseHTTPResponse:
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": quote(key)}
        return self._pool.request("POST", f"{self._addresses[service]}/{service}{path}", json=body, headers=headers)

    def register(self, code: str) -> int:
        body = {"code": code, "name": f"Đảng bộ {code}", "type": "DB_TINH"}
        if code != "TU":
            body |= {"type": "DB_TRUC_THUOC_TINH", "parent": "TU"}
        return self.post("organizations", "/organizations", body, f"organization {code}").status

    def draft(self, title: str) -> urllib3.BaseHTTPResponse:
        body = {
            "code": "BD-2021",
            "title": title,
            "rulebook": RULEBOOK,
            "year": 2021,
            "document": "05-CV/TU",
            "opened_on": "2021-10-30",
            "dossier_deadline": {"date": "2022-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"},
            "province": "TU",
            "dossiers_to": "Ban Tổ chức Tỉnh ủy",
            "reference_date": "2021-12-31",
        }
        return self.post("reviews", "/campaigns", body, f"draft {title}")


def until(holds: Callable[[], Any], what: str) -> Any:
    """Ask until it holds."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come about within {PATIENCE_SECONDS} s")


def ask(address: str) -> urllib3.BaseHTTPResponse:
    return urllib3.PoolManager(retries=False, timeout=10).request("GET", address)


def subscriber(deployment: Deployment) -> str:
    return deployment.issuer.mint("archive", ["subscriber"], grants=EVERYTHING)


def has_heard(deployment: Deployment, service: str, source: str) -> int:
    """How far a service has heard another, as it tells those who ask."""
    answer = urllib3.PoolManager(retries=False).request(
        "GET",
        f"{deployment.addresses[service]}/{service}/heard",
        headers={"Authorization": f"Bearer {subscriber(deployment)}"},
    )
    return next((item["number"] for item in answer.json()["items"] if item["source"].endswith(f"/{source}")), 0)


@contextmanager
def gateway(folder: Path, upstreams: dict[str, list[str]]) -> Iterator[str]:
    """The gateway of the deployment, without TLS, before the addresses of each service; its own address."""
    text = GATEWAY.read_text(encoding="utf-8")
    port = free_ports(1)[0]
    for name, hosts in upstreams.items():
        servers = " ".join(f"server {host} max_fails=0;" for host in hosts)
        text = re.sub(rf"upstream {name} \{{.*keepalive", f"upstream {name} {{ {servers} keepalive", text)
    text = re.sub(r"    server \{\n        listen 80;.*?\n    \}\n", "", text, flags=re.DOTALL)
    text = re.sub(r" +(ssl_|add_header Strict).*\n", "", text)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};").replace("/tmp/nginx.pid", f"{folder}/pid")
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off; user root;"]
    )
    try:
        until(lambda: _answers(f"http://127.0.0.1:{port}/"), "the gateway")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _answers(address: str) -> bool:
    try:
        return ask(address).status > 0
    except urllib3.exceptions.HTTPError:
        return False
