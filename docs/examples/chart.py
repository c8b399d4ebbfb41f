#!/usr/bin/env python3
"""Draw the ratings of members by unit as SVG, from the reporting service over HTTP or from its views in PostgreSQL.

    chart.py BD-2020 --api https://kiemdiem.example --token-file reader.token > members.svg
    chart.py BD-2020 --database postgresql://analyst@db.example/reporting > members.svg

Both give the same picture. It needs nothing but Python, and for PostgreSQL psycopg2.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen
from xml.sax.saxutils import escape

LEVELS = {
    "HTXSNV": ("Hoàn thành xuất sắc nhiệm vụ", "#1f4b7a"),
    "HTTNV": ("Hoàn thành tốt nhiệm vụ", "#7ea9cf"),
    "HTNV": ("Hoàn thành nhiệm vụ", "#e6c47c"),
    "KHTNV": ("Không hoàn thành nhiệm vụ", "#a23b2c"),
    "not_rated": ("Chưa xếp loại", "#d3d1ca"),
}
LEFT, BAR, ROW, TOP = 90, 600, 24, 70
"""Pixels: the room for codes, the length and height of a bar, and the room above the first."""

Counts = Mapping[str, Mapping[str, int]]
"""By unit, how many members hold which level."""


def over_http(api: str, token: str, campaign: str) -> Counts:
    address = f"{api.rstrip('/')}/reporting/campaigns/{quote(campaign)}/figures"
    with urlopen(Request(address, headers={"Authorization": f"Bearer {token}"}), timeout=60) as answer:
        figures = json.load(answer)
    return {unit: kinds["mem"] for unit, kinds in figures["by_unit"].items()}


def from_views(database: str, campaign: str) -> Counts:
    import psycopg2

    counts: dict[str, dict[str, int]] = {}
    query = "SELECT unit, level, subjects FROM published_v1.ratings WHERE campaign = %s AND kind = 'mem'"
    connection = psycopg2.connect(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, (campaign,))
            for unit, level, subjects in cursor:
                counts.setdefault(unit, {})[level] = subjects
    finally:
        connection.close()
    return counts


def chart(campaign: str, counts: Counts) -> Iterator[str]:
    """The picture, line by line: a bar for each unit, as long as all of its members together."""
    units = {unit: count for unit, count in sorted(counts.items()) if _total(count)}
    title = f"{campaign}: xếp loại đảng viên theo đảng bộ trực thuộc · ratings of members by unit"
    width, height = LEFT + BAR + 60, TOP + ROW * len(units) + 10
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" role="img">'
    yield f'<title>{escape(title)}</title><text x="10" y="22" font-size="15">{escape(title)}</text>'
    for place, (name, color) in enumerate(LEVELS.values()):
        x, y = 10 + 210 * (place % 3), 32 + 16 * (place // 3)
        yield f'<rect x="{x}" y="{y}" width="10" height="10" fill="{color}"/>'
        yield f'<text x="{x + 15}" y="{y + 9}" font-size="11">{escape(name)}</text>'
    for row, (unit, count) in enumerate(units.items()):
        yield from _bar(unit, count, TOP + ROW * row)
    yield "</svg>"


def _bar(unit: str, count: Mapping[str, int], y: int) -> Iterator[str]:
    total, before = _total(count), 0
    yield f'<text x="{LEFT - 8}" y="{y + 14}" font-size="12" text-anchor="end">{escape(unit)}</text>'
    for level, (name, color) in LEVELS.items():
        if number := count[level]:
            x, width = LEFT + BAR * before / total, BAR * number / total
            says = f"<title>{escape(unit)}: {escape(name)} {number}/{total}</title>"
            yield f'<rect x="{x:.2f}" y="{y}" width="{width:.2f}" height="{ROW - 6}" fill="{color}">{says}</rect>'
            before += number
    yield f'<text x="{LEFT + BAR + 6}" y="{y + 14}" font-size="12">{total}</text>'


def _total(count: Mapping[str, int]) -> int:
    return sum(count[level] for level in LEVELS)


def main() -> None:
    asked = argparse.ArgumentParser(description="Draw the ratings of members by unit as SVG.")
    asked.add_argument("campaign")
    source = asked.add_mutually_exclusive_group(required=True)
    source.add_argument("--api", help="address of the system; needs --token-file")
    source.add_argument("--database", help="address of reporting's database")
    asked.add_argument("--token-file", type=Path)
    options = asked.parse_args()
    if options.database:
        counts = from_views(options.database, options.campaign)
    elif options.token_file:
        counts = over_http(options.api, options.token_file.read_text(encoding="ascii").strip(), options.campaign)
    else:
        asked.error("--api needs --token-file")
    sys.stdout.reconfigure(encoding="utf-8")
    for line in chart(options.campaign, counts):
        print(line)


if __name__ == "__main__":
    main()
