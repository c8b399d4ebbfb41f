"""Hears each event of one service that you were granted, once and in order: the past from the feed, then as they come.

Needs kombu, and in the environment FEED, TOKEN, AMQP_URL, EXCHANGE, QUEUE and EVENTS (names of events, or #).

python subscriber.py FILE.db [NUMBER]   begins after event NUMBER, 0 unless given; run again, it goes on where it was
"""

import contextlib
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.request

import amqp
import kombu

db = sqlite3.connect(sys.argv[1])
db.execute("CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, type TEXT, data TEXT)")
db.execute("CREATE TABLE IF NOT EXISTS checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER)")
db.execute("INSERT OR IGNORE INTO checkpoint VALUES (1, ?)", (int((sys.argv[2:] or ["0"])[0]),))
db.commit()


def checkpoint():
    return db.execute("SELECT number FROM checkpoint").fetchone()[0]


def take(events):
    """Your work and the checkpoint are one transaction: whatever breaks, each event has its effect once."""
    granted = [event for event in events if "withheld" not in event]  # a blank: what you were not granted
    with db:
        for event in granted:
            row = int(event["sequence"]), event["type"], json.dumps(event["data"])
            db.execute("INSERT INTO events VALUES (?, ?, ?)", row)
        db.execute("UPDATE checkpoint SET number = ?", (int(events[-1]["sequence"]),))
    for event in granted:
        print(int(event["sequence"]), event["type"], flush=True)


def page():
    """The events that the feed has after the checkpoint, at most a thousand."""
    request = urllib.request.Request(f"{os.environ['FEED']}?after={checkpoint()}")
    request.add_header("Authorization", f"Bearer {os.environ['TOKEN']}")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["items"]
    except urllib.error.HTTPError as error:
        if error.code < 500:  # 409: the log has lost events that you have heard. Stop, and ask the operator
            sys.exit(error.read().decode())
        raise


def catch_up():
    while events := page():
        take(events)


def on_message(body, message):
    """The next event is taken as it comes; before one that is further on, the feed is asked for what lies between."""
    event = {name.removeprefix("cloudEvents_"): value for name, value in message.headers.items()} | {"data": body}
    if int(event["sequence"]) == checkpoint() + 1:
        take([event])
    elif int(event["sequence"]) > checkpoint():
        catch_up()
    message.ack()


exchange = kombu.Exchange(os.environ["EXCHANGE"], "topic", no_declare=True)
bindings = [kombu.binding(exchange, routing_key=name) for name in os.environ["EVENTS"].split()]
queue = kombu.Queue(os.environ["QUEUE"], bindings=bindings, queue_arguments={"x-queue-type": "quorum"})
while True:
    try:
        with kombu.Connection(os.environ["AMQP_URL"]) as connection, connection.Consumer(queue, callbacks=[on_message]):
            while True:
                catch_up()  # also when all is quiet for ten seconds: should the queue be lost, the feed has everything
                with contextlib.suppress(TimeoutError):
                    while True:
                        connection.drain_events(timeout=10)
    except (OSError, amqp.AMQPError, kombu.exceptions.KombuError) as error:
        print(f"once more in a second: {error}", file=sys.stderr)
        time.sleep(1)
