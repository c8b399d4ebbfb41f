"""The entry of `kiemdiem`, also as `python -m deploy`."""

from __future__ import annotations

import sys

import shared  # noqa: F401 - it hushes a library's warning at each import

SERVING = frozenset({"serve", "run"})
"""The commands that serve: their process is made cooperative before anything else is imported."""


def main() -> None:
    if SERVING.intersection(sys.argv[1:2]):
        import eventlet

        eventlet.monkey_patch()
    from deploy.cli import app

    app()


if __name__ == "__main__":
    main()
