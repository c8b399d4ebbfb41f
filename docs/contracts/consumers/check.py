"""Holds what a subscriber rests on to the published schemas and samples, and calls its function with the samples.

python check.py NAME.json [PROGRAM:FUNCTION]    FUNCTION(headers, body); exit code 1 if anything does not fit
"""

import importlib
import json
import re
import sys
from pathlib import Path

CONTRACTS = Path(__file__).resolve().parent.parent
INSIDE = {"[]": "items", "{}": "additionalProperties"}


def part(schema, field):
    """The schema of a field, such as `levels[].ends_on`; None if there is no such field."""
    for step in re.findall(r"[^.\[{]+|\[\]|\{\}", field):
        schema = schema.get(INSIDE[step]) if step in INSIDE else schema.get("properties", {}).get(step)
        if not isinstance(schema, dict):
            return None
    return schema


def faults(expected, function=None):
    """What does not fit, line by line."""
    for event, fields in expected["events"].items():
        try:
            schema = json.loads((CONTRACTS / "schemas" / f"{event}.json").read_text(encoding="utf-8"))
            sample = json.loads((CONTRACTS / "samples" / f"{event}.json").read_text(encoding="utf-8"))
        except OSError:
            yield f"{event}: there is no such event in this version"
            continue
        yield from (f"{event}: it has no field {field}" for field in fields if part(schema, field) is None)
        if function is not None:
            try:
                function(sample["headers"], sample["body"])
            except Exception as error:
                yield f"{event}: your function raises {type(error).__name__}: {error}"


def main(file, named=None):
    function = None
    if named is not None:
        sys.path.insert(0, ".")
        program, _, name = named.partition(":")
        function = getattr(importlib.import_module(program), name)
    expected = json.loads(Path(file).read_text(encoding="utf-8"))
    found = list(faults(expected, function))
    print("\n".join(found) or f"{expected['consumer']}: all {len(expected['events'])} events fit")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
