"""The entry of `kiemdiem`, also as `python -m deploy`."""

from __future__ import annotations

import sys
import warnings

SERVING = frozenset({"serve", "run"})
"""The commands that serve: their process is made cooperative before anything else is imported."""


def main() -> None:
    if SERVING.intersection(sys.argv[1:2]):
        _cooperate()
    from deploy.cli import app

    app()


def _cooperate() -> None:
    with warnings.catch_warnings():
        # eventlet says that it is in maintenance; that decision is docs/adr/0004's.
        warnings.simplefilter("ignore")
        import eventlet

        eventlet.monkey_patch()


if __name__ == "__main__":
    main()
