"""What other agencies have already is enough: stock nameko, or any AMQP client, under a login with limited rights."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import amqp
import kombu

from tests.agency.guide import steps
from tests.agency.programs import started

ME = "thanh-tra-tinh"
EVENT = "ReviewSubmitted"
OF_NAMEKO = f"evt-reviews-{EVENT}--{ME}.note"
PLAIN = f"{ME}.plain"


def test_stock_nameko_and_plain_kombu_get_every_submitted_review_as_plain_json(operator: Any, tmp_path: Path) -> None:
    access = operator.access(ME)
    submitted = [event["data"] for event in feed(access) if event["type"] == EVENT]
    assert submitted
    [code] = [step.text for step in steps() if step.file == "agency.py"]
    (tmp_path / "agency.py").write_text(code.replace("CampaignDrafted", EVENT), encoding="utf-8")
    with (
        started("python agency.py", tmp_path, {"LOGIN": ME, **access}) as nameko,
        kombu.Connection(access["AMQP_URL"]) as connection,
    ):
        connection.default_channel.queue_declare(PLAIN, durable=True, auto_delete=False)
        nameko.comes_about(lambda: exists(connection, OF_NAMEKO))
        for queue in (PLAIN, OF_NAMEKO):
            operator.carry_out(
                f"kiemdiem replay reviews --from 1 --queue {queue} --event {EVENT} "
                '--passwords "$PASSWORDS" --file "$SUBSCRIBERS"'
            )
        assert taken(connection, len(submitted)) == submitted
        said = [json.loads(nameko.says(lambda line: line.startswith("{"))) for _ in submitted]
    assert in_any_order(said) == in_any_order(submitted)


def feed(access: dict[str, str]) -> list[dict[str, Any]]:
    """Every event that the agency was granted."""
    events: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        request = urllib.request.Request(
            f"{access['FEED']}?after={after}", headers={"Authorization": f"Bearer {access['TOKEN']}"}
        )
        with urllib.request.urlopen(request) as answer:
            page = json.load(answer)
        events += page["items"]
        after = page["next"]
    return events


def exists(connection: kombu.Connection, queue: str) -> bool:
    channel = connection.channel()
    try:
        channel.queue_declare(queue, passive=True)
    except amqp.NotFound:
        return False
    channel.close()
    return True


def taken(connection: kombu.Connection, count: int) -> list[Any]:
    """So many bodies from the plain queue, in order."""
    bodies: list[Any] = []

    def note(body: Any, message: kombu.Message) -> None:
        bodies.append(body)
        message.ack()

    with connection.Consumer(kombu.Queue(PLAIN, no_declare=True), callbacks=[note], accept=["json"]):
        while len(bodies) < count:
            connection.drain_events(timeout=30)
    return bodies


def in_any_order(payloads: list[Any]) -> list[str]:
    """Stock nameko hands events to ten workers, so their order is lost."""
    return sorted(json.dumps(payload, sort_keys=True) for payload in payloads)
