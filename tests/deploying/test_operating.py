"""A province in operation: what it tells its watchers, an upgrade while it serves, and a database that was restored."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url

from deploy.archive import archived, feed_at
from deploy.children import Child
from deploy.services import NAMES
from services.ratings.loading import load, pack_file
from tests.deploying.calls import RULEBOOK, Caller, ask, gateway, has_heard, subscriber, until
from tests.deployments import Deployment, deployed
from tests.servers.ports import free_ports
from tests.servers.postgres import Postgres
from tests.servers.rabbit import Rabbit
from tests.servers.server import installed

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
RUNBOOKS = DEPLOY.parent / "docs/runbooks"
ALERTS = [
    rule
    for group in yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD = json.loads((DEPLOY / "grafana/kiemdiem.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def province(
    postgres_server: Postgres, rabbit_server: Rabbit, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    with deployed(postgres_server, rabbit_server, tmp_path_factory.mktemp("province")) as running:
        caller = Caller(running)
        rulebook = load(pack_file(RULEBOOK))
        published = caller.post("ratings", "/rulebooks", {"content": rulebook}, "rulebook")
        assert published.status < 300, published.data
        assert caller.register("TU") < 300
        for source in ("ratings", "organizations"):
            head = running.store(source).head().number
            until(lambda source=source, head=head: has_heard(running, "reviews", source) == head, f"{source} heard")
        yield running


def metrics_in(text: str) -> set[str]:
    """The metrics that a query names, without the endings of histograms, and without what rules record."""
    recorded = {rule["record"] for rule in ALERTS if "record" in rule}
    named = set(re.findall(r"kiemdiem[a-z_:]+", text)) - recorded
    return {re.sub(r"_(bucket|count|sum)$", "", name) for name in named}


@pytest.mark.parametrize("alert", [rule for rule in ALERTS if "alert" in rule], ids=lambda rule: rule["alert"])
def test_every_alert_has_a_runbook_that_names_it(alert: dict[str, Any]) -> None:
    runbook = DEPLOY.parent / alert["annotations"]["runbook"]
    text = runbook.read_text(encoding="utf-8")
    assert alert["alert"] in text
    assert all(f"## {part}" in text for part in ("What it means", "What to look at", "What to do"))


def test_every_runbook_is_one_of_an_alert() -> None:
    named = {Path(rule["annotations"]["runbook"]).name for rule in ALERTS if "alert" in rule}
    assert {file.name for file in RUNBOOKS.glob("*.md")} == named


def test_alerts_and_dashboard_ask_for_metrics_that_the_services_tell(province: Deployment) -> None:
    assert Caller(province).draft("Năm 2021").status < 300
    told: set[str] = set()
    for name in NAMES:
        told |= set(
            re.findall(r"^# TYPE (\S+)", ask(f"{province.addresses[name]}/metrics").data.decode(), re.MULTILINE)
        )
    asked = {panel["title"]: target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]}
    asked |= {rule.get("alert", rule.get("record")): rule["expr"] for rule in ALERTS}
    assert {what: metrics_in(query) - told for what, query in asked.items() if metrics_in(query) - told} == {}


def test_each_service_is_upgraded_by_itself_while_it_serves_and_no_request_fails(
    province: Deployment, tmp_path: Path
) -> None:
    ports = zip(NAMES, free_ports(len(NAMES)), strict=True)
    seconds = {name: f"127.0.0.1:{port}" for name, port in ports}
    twins = {
        name: Child(
            ["run", name],
            f"http://{seconds[name]}",
            tmp_path / f"{name}.log",
            province.settings[name] | {"KIEMDIEM_LISTEN": seconds[name]},
        )
        for name in NAMES
    }
    hosts = {name: [province.addresses[name].removeprefix("http://"), seconds[name]] for name in NAMES}
    before = province.heads()
    with gateway(tmp_path, hosts) as address, under_load(province, address) as outcomes:
        for twin in twins.values():
            twin.start()
        for twin in twins.values():
            twin.wait_until_ready()
        for name in NAMES:
            enough = len(outcomes) + 20
            until(lambda enough=enough: len(outcomes) > enough, "more requests")
            province.services[name].stop()
            province.services[name].start()
            province.services[name].wait_until_ready()
            twins[name].stop()
    assert {outcome for outcome in outcomes if outcome[1] >= 300} == set()
    for service, command in (("organizations", "register"), ("reviews", "draft")):
        assert province.heads()[service] - before[service] == outcomes.count((command, 201)) > 0
    for name in NAMES:
        assert province.store(name).verify().intact
    head = province.heads()["organizations"]
    for name in ("reviews", "ratings", "reporting"):
        until(lambda name=name: has_heard(province, name, "organizations") == head, f"{name} has heard everything")


@contextmanager
def under_load(province: Deployment, address: str) -> Iterator[list[tuple[str, int]]]:
    """Commands and queries through the gateway, each sent once, as long as it lasts; the statuses as they come."""
    outcomes: list[tuple[str, int]] = []
    ended = Event()
    caller = Caller(province, dict.fromkeys(NAMES, address))

    def go_on() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            outcomes.append(("register", caller.register(f"P{number}")))
            outcomes.append(("draft", caller.draft(f"Bản {number}").status))
            outcomes.append(("reporting", ask(f"{address}/reporting/openapi.json").status))
            outcomes.append(("ratings", ask(f"{address}/ratings/openapi.json").status))

    thread = Thread(target=go_on)
    thread.start()
    try:
        yield outcomes
    finally:
        ended.set()
        thread.join(60)


def test_a_database_from_an_older_backup_is_found_out_and_gets_its_events_back(
    province: Deployment, tmp_path: Path
) -> None:
    caller, archive = Caller(province), tmp_path / "archive"
    feed = feed_at("reviews", province.addresses["reviews"], lambda: subscriber(province))
    assert caller.draft("Trước khi sao lưu").status < 300
    backup = dumped(province, tmp_path)
    for number in range(3):
        assert caller.draft(f"Sau khi sao lưu {number}").status < 300
    log = province.store("reviews").read(0, 10_000)
    until(lambda: has_heard(province, "reporting", "reviews") == log[-1].number, "reporting has heard it")
    assert archived("reviews", feed, archive) == log[-1].number

    province.services["reviews"].stop()
    restored(province, backup)
    behind = province.store("reviews").head()
    assert behind.number < log[-1].number
    province.services["reviews"].start()
    province.services["reviews"].wait_until_alive()
    told = until(lambda: _told(province), "the service finds out")
    assert "standing" in told
    refused = caller.draft("Chưa được ghi")
    assert refused.status == 503
    assert refused.json()["code"] == "log_behind"
    assert "kiemdiem recover reviews" in refused.json()["way_out"]
    assert province.store("reviews").head() == behind

    province.services["reviews"].stop()
    command = ["recover", "reviews", "--archive", str(archive)]
    recovering = Child(command, "", tmp_path / "recover.log", province.settings["reviews"])
    recovering.start()
    recovering.wait()
    assert province.store("reviews").read(0, 10_000) == log, (tmp_path / "recover.log").read_text(encoding="utf-8")
    province.services["reviews"].start()
    province.services["reviews"].wait_until_ready()
    assert caller.draft("Được ghi sau khi khôi phục").status < 300
    until(lambda: has_heard(province, "reporting", "reviews") == log[-1].number + 1, "the new event is heard")
    assert province.store("reviews").verify().intact
    assert ask(f"{province.addresses['reporting']}/readyz").status == 200


def _told(province: Deployment) -> str:
    """Why the service is not ready, once it says that its log is behind."""
    answer = ask(f"{province.addresses['reviews']}/readyz").data.decode()
    return answer if "ends at" in answer else ""


GUIDE = (DEPLOY.parent / "docs/guides/operators.md").read_text(encoding="utf-8")


def test_the_guide_s_commands_do_what_it_says(province: Deployment, tmp_path: Path) -> None:
    blocks = re.findall(r"^```sh test\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    *before, restoring = blocks
    assert "recover" in restoring
    assert Caller(province).draft("Để sao lưu").status < 300
    (tmp_path / "token").write_text(subscriber(province), encoding="ascii")
    for block in before:
        carried_out(block, province, tmp_path)
    head = province.store("reviews").head()
    province.services["reviews"].stop()
    carried_out(restoring, province, tmp_path)
    assert province.store("reviews").head() == head
    province.services["reviews"].start()
    province.services["reviews"].wait_until_ready()
    defined = json.loads((tmp_path / "definitions.json").read_text(encoding="utf-8"))
    assert {user["name"] for user in defined["users"]} == set(NAMES)


def carried_out(block: str, province: Deployment, folder: Path) -> None:
    """Run a block of the guide in the environment of the reviews service."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "kiemdiem").write_text(f'#!/bin/sh\nexec {sys.executable} -m deploy "$@"\n')
    (programs / "kiemdiem").chmod(0o755)
    there = installed("/usr/lib/postgresql/*/bin/postgres").parent
    environment = {
        **os.environ,
        **province.settings["reviews"],
        "PATH": f"{programs}:{there}:{os.environ['PATH']}",
        "FOLDER": str(folder),
        "REVIEWS": province.addresses["reviews"],
        "DATABASE": database(province),
    }
    done = subprocess.run(["bash", "-euc", block], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, (block, done.stdout, done.stderr)


def dumped(province: Deployment, folder: Path) -> Path:
    backup = folder / "reviews.dump"
    run("pg_dump", "--format=custom", f"--file={backup}", database(province))
    return backup


def restored(province: Deployment, backup: Path) -> None:
    run("pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={database(province)}", str(backup))


def database(province: Deployment) -> str:
    url = make_url(province.databases["reviews"]).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def run(program: str, *arguments: str) -> None:
    folder = installed("/usr/lib/postgresql/*/bin/postgres").parent
    done = subprocess.run([str(folder / program), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
