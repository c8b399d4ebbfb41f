"""The views for consumers in PostgreSQL: they agree with the service to the digit, and are all that a reader may."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psycopg2
import pytest
from psycopg2 import errors
from sqlalchemy import text
from typer.testing import CliRunner

from deploy.cli import app
from deploy.local import EVERYTHING, ISSUER
from deploy.migrate import migrate
from services.reporting.published import VERSIONS, publish, withdraw
from shared.eventstore import open_engine
from tests.deployments import played
from tests.guides import GUIDES, compare, examples
from tests.integration.published_world import CAMPAIGN, LEVELS, Published, copied, let_in, something, summed
from tests.samples import FAULTY
from tests.servers.postgres import Postgres

DOCS = Path(__file__).resolve().parents[2] / "docs"
DESCRIBED = DOCS / "views.md"
EXAMPLE = DOCS / "examples/chart.py"


@pytest.fixture(scope="module")
def published(postgres_server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    with played(FAULTY, tmp_path_factory.mktemp("province")) as province, postgres_server.database() as url:
        copied(province, url)
        yield Published(province, url, let_in(url))


def test_ratings_are_those_of_the_figures(published: Published) -> None:
    figures, overview = published.get("figures"), published.get("overview")
    assert _ratings(published) == {
        (unit, kind, level): count[level]
        for unit, kinds in figures["by_unit"].items()
        for kind, count in kinds.items()
        for level in LEVELS
    }
    members = [row for row in published.view("not_rated") if row["kind"] == "mem"]
    assert summed(members, ["reason"], "subjects") == something(figures["members_not_rated"])
    derived = published.view("derived_levels")
    for kind, counts in figures["derived"].items():
        of_kind = [row for row in derived if row["kind"] == kind]
        assert summed(of_kind, ["level"], "subjects") == something(counts)
    assert summed(derived, ["kind"], "differing") == something(overview["derived_differs"])
    assert summed(published.view("decisions"), [], "accepted") == {(): figures["accepted_documents"]}
    assert summed(published.view("decisions"), [], "refused") == {(): overview["refused_documents"]}


def test_reviews_and_dossiers_are_those_of_the_figures(published: Published) -> None:
    figures, overview = published.get("figures"), published.get("overview")
    reviews = published.view("reviews")
    for column in ("must_review", "reviewed"):
        by_kind = summed(reviews, ["kind"], column)
        told = figures["reviews"][column]
        assert (by_kind["col"], by_kind["mem"]) == (told["collectives"], told["members"])
    dossiers = published.view("dossiers")
    for unit, counts in figures["dossiers"]["by_unit"].items():
        of_unit = [row for row in dossiers if row["unit"] == unit]
        assert something({"expected": sum(row["dossiers"] for row in of_unit)}) | summed(
            of_unit, ["punctuality"], "dossiers"
        ) == something(counts)
    assert summed(dossiers, ["state"], "dossiers") == something(overview["dossier_states"])


def test_what_is_followed_up_is_what_progress_says(published: Published) -> None:
    progress, points = published.get("progress"), published.get("overview")["prompts"]
    told = {
        "plans_owed": ("plans", "owed"),
        "plans": ("plans", "adopted"),
        "summed_up": ("plans", "summed_up"),
        "prompts_issued": ("prompts", "issued"),
        "prompts_answered": ("prompts", "answered"),
        "must_review": ("reviews", "must_review"),
        "reviewed": ("reviews", "reviewed"),
        "dossiers_owed": ("dossiers", "dossiers"),
    }
    for name, (view, column) in told.items():
        by_unit = {unit: count[name] for unit, count in progress["units"].items()}
        assert summed(published.view(view), ["unit"], column) == something(by_unit), name
    assert sum(row["issued"] for row in published.view("prompts")) == points["issued"]
    by_type = [row for row in published.view("ratings_by_type") if row["kind"] == "org"]
    levels = progress["levels"]
    assert summed(by_type, ["type"], "subjects") == {type_: count["organizations"] for type_, count in levels.items()}
    rated = [row for row in by_type if row["level"] != "not_rated"]
    assert summed(rated, ["type"], "subjects") == something({type_: count["rated"] for type_, count in levels.items()})


def test_points_of_prompts_are_those_of_the_list(published: Published) -> None:
    prompts = published.get("prompts?limit=200", role="board_officer")["items"]
    of_list = {state: sum(prompt["points"][state] for prompt in prompts) for state in prompts[0]["points"]}
    assert sum(of_list.values()) > 0
    of_view = published.view("prompt_points")
    assert {state: sum(row[state] for row in of_view) for state in of_list} == of_list


def test_caps_and_the_tree_are_those_of_the_lists(published: Published) -> None:
    groups = published.get("cap-groups?limit=200")
    assert groups["next"] is None
    columns = ("good", "excellent", "allowed", "override")
    told = {(group["cap"], group["group"]): tuple(group[name] for name in columns) for group in groups["items"]}
    assert {_named(row): tuple(row[name] for name in columns) for row in published.view("caps")} == told
    listed = published.get("subjects?kind=org&limit=200", role="board_officer")["items"]
    day = published.view("campaigns")[0]["reference_date"]
    tree = [row for row in published.view("organizations") if row["ended_on"] is None or row["ended_on"] >= day]
    of_view = {(row["organization"], row["name"], row["unit"], row["type"]) for row in tree}
    assert of_view == {(each["organization"], each["name"], each["unit"], each["type"]) for each in listed}


def _named(row: dict[str, Any]) -> tuple[str, str]:
    return row["cap"], row["body"] if row["type"] is None else f"{row['body']}/{row['type']}"


def test_no_view_tells_of_a_single_person(published: Published) -> None:
    with open_engine(published.service).connect() as connection:
        people = set(connection.scalars(text("SELECT code FROM register_people UNION SELECT code FROM register_posts")))
        people |= set(connection.scalars(text("SELECT name FROM names WHERE code LIKE 'mem:%' OR code LIKE 'ldr:%'")))
    assert len(people) > 1000
    for view in _views(published):
        for row in published.ask(f"SELECT * FROM published_v1.{view}"):
            told = {str(value) for value in row.values()}
            assert not told & people, (view, row)
            assert not [value for value in told if "mem:" in value or "ldr:" in value], (view, row)


def _views(published: Published) -> list[str]:
    views = published.ask("SELECT table_name FROM information_schema.tables WHERE table_schema = 'published_v1'")
    return [view["table_name"] for view in views]


def test_positions_are_up_to_where_the_views_were_built(published: Published) -> None:
    heads = published.province.heads()
    told = {row["service"]: row["position"] for row in published.ask("SELECT * FROM published_v1.positions")}
    assert told.keys() == heads.keys() - {"reporting"}
    assert all(0 < position <= heads[service] for service, position in told.items())


def test_columns_types_and_meanings_of_a_version_are_those_that_were_published(published: Published) -> None:
    lines = ["| `{view}` | `{name}` | {type} | {meaning} |".format(**row) for row in published.ask(_COLUMNS)]
    heads = ["| `{view}` | {meaning} |".format(**row) for row in published.ask(_HEADS)]
    described = DESCRIBED.read_text(encoding="utf-8").splitlines()
    assert [line for line in described if line.startswith("| `") and line.count("|") == 3] == heads
    assert [line for line in described if line.startswith("| `") and line.count("|") == 5] == lines


_HEADS = """
SELECT relname AS view, obj_description(oid, 'pg_class') AS meaning
FROM pg_class WHERE relnamespace = 'published_v1'::regnamespace ORDER BY oid
"""
_COLUMNS = """
SELECT c.relname AS view, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       coalesce(col_description(c.oid, a.attnum), '') AS meaning
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'published_v1'::regnamespace ORDER BY c.oid, a.attnum
"""

FORBIDDEN = [
    *(f"SELECT * FROM public.{table}" for table in ("roster", "names", "register_people", "events", "report_contents")),
    "UPDATE published_v1.campaigns SET province = ''",
    "DELETE FROM published_v1.reports",
    "INSERT INTO published_v1.campaigns (campaign) VALUES ('X')",
    "CREATE TABLE public.kept (a integer)",
    "CREATE TABLE published_v1.kept (a integer)",
    "CREATE TEMPORARY TABLE kept (a integer)",
    "CREATE SCHEMA kept",
    "CREATE FUNCTION published_v1.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE VIEW published_v1.reports AS SELECT 1",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(1, 2)",
    "SELECT lo_create(0)",
    "SELECT pg_read_file('PG_VERSION')",
    "COPY published_v1.reports TO PROGRAM 'true'",
    "SET ROLE postgres",
    "SET temp_file_limit = -1",
    "ALTER ROLE analyst SUPERUSER",
    "CREATE ROLE another",
    "GRANT published_reader TO analyst",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_reader_may_do_nothing_else(published: Published, statement: str) -> None:
    with closing(psycopg2.connect(published.consumer)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SET default_transaction_read_only = off")
        with pytest.raises((errors.InsufficientPrivilege, errors.WrongObjectType, errors.ObjectNotInPrerequisiteState)):
            cursor.execute(statement)


def test_a_reader_only_reads_ends_in_time_and_is_few(published: Published) -> None:
    [told] = published.ask(
        "SELECT current_setting('transaction_read_only') AS reads, current_setting('statement_timeout') AS ends"
    )
    assert told == {"reads": "on", "ends": "1min"}
    connections = [psycopg2.connect(published.consumer) for _ in range(5)]
    with pytest.raises(psycopg2.OperationalError, match="too many connections"):
        psycopg2.connect(published.consumer)
    for connection in connections:
        connection.close()


def test_a_rebuild_leaves_the_views_in_place_and_right(published: Published) -> None:
    sound = _ratings(published)
    engine = open_engine(published.service)
    with engine.begin() as connection:
        connection.execute(text("UPDATE roster SET level = NULL WHERE kind = 'ldr'"))
    assert _ratings(published) != sound
    rebuilt = CliRunner().invoke(app, ["rebuild", "reporting", "--json"], env=_settings(published))
    assert rebuilt.exit_code == 0, rebuilt.output
    assert '"switched":true' in rebuilt.stdout.replace(" ", "")
    assert _ratings(published) == sound
    engine.dispose()


def _ratings(published: Published) -> dict[Any, int]:
    return {(row["unit"], row["kind"], row["level"]): row["subjects"] for row in published.view("ratings")}


def _settings(published: Published) -> dict[str, str]:
    """Those of a reporting service that serves from PostgreSQL and hears the running province."""
    province = published.province
    others = ("organizations", "reviews", "ratings")
    return {
        "KIEMDIEM_PROVINCE": "local",
        "KIEMDIEM_DATABASE_URL": published.service,
        "KIEMDIEM_AMQP_URL": "amqp://nobody/",
        "KIEMDIEM_FEEDS": ",".join(f"{other}={province.address}" for other in others),
        "KIEMDIEM_FEED_TOKEN": province.issuer.mint("reporting", ["subscriber"], grants=EVERYTHING),
        "KIEMDIEM_ISSUER": ISSUER,
        "KIEMDIEM_JWKS_FILE": str(province.issuer.jwks_file),
    }


def test_the_guide_s_requests_and_statements_are_answered_as_it_says(published: Published) -> None:
    told = examples("consumers.md")
    for example in told:
        role = "board_officer" if example.who == "board" else "central_reader"
        answer = published.request(example.path, role)
        compare(example, answer.status, answer.data)
    guide = (GUIDES / "consumers.md").read_text(encoding="utf-8")
    statements = re.findall(r"^```sql\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert (len(told), len(statements)) == (8, 4)
    assert all(published.ask(statement) for statement in statements)


def test_the_example_draws_the_same_picture_over_http_and_from_the_views(published: Published, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(published.province.token("central_reader", "TU"))
    of_http = _drawn("--api", published.province.address, "--token-file", str(token))
    assert of_http == _drawn("--database", published.consumer)
    picture = ElementTree.fromstring(of_http)
    bars = [bar.text for bar in picture.iter("{http://www.w3.org/2000/svg}title")]
    members = {unit: kinds["mem"] for unit, kinds in published.get("figures")["by_unit"].items()}
    excellent = {unit: count["HTXSNV"] for unit, count in members.items() if count["HTXSNV"]}
    assert excellent
    for unit, number in excellent.items():
        assert f"{unit}: Hoàn thành xuất sắc nhiệm vụ {number}/{members[unit]['total']}" in bars


def _drawn(*asked: str) -> str:
    drawing = subprocess.run([sys.executable, EXAMPLE, CAMPAIGN, *asked], check=True, capture_output=True)
    return drawing.stdout.decode("utf-8")


def test_a_new_version_stands_beside_the_old_and_a_migration_may_take_views_away_for_a_while(
    published: Published,
) -> None:
    engine, before = open_engine(published.service), published.ask(_COLUMNS)
    oid = "SELECT 'published_v1.ratings'::regclass::oid AS oid"
    [was] = published.ask(oid)
    with engine.begin() as connection:
        both = {**VERSIONS, "v2": "CREATE VIEW published_v2.campaigns AS SELECT campaign FROM campaigns"}
        publish(connection, both)
    assert published.ask("SELECT campaign FROM published_v2.campaigns") == [{"campaign": CAMPAIGN}]
    assert published.ask(oid) == [was]
    with engine.begin() as connection:
        withdraw(connection, both)
        for type_ in ("varchar", "text"):  # which PostgreSQL refuses while a view reads the column
            connection.execute(text(f"ALTER TABLE campaigns ALTER COLUMN rulebook TYPE {type_}"))
        publish(connection)
    assert published.ask(_COLUMNS) == before
    migrate("reporting", engine)
    [now] = published.ask(oid)
    assert now != was
    engine.dispose()
