"""The entry of `kiemdiem`, also as `python -m deploy`."""

from __future__ import annotations

import sys
import warnings

SERVING = frozenset({"serve", "run"})
"""The commands that serve: their process is made cooperative before anything else is imported."""


def main() -> None:
    # eventlet says at each import that it is in maintenance; docs/adr/0004 has that weighed.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    if SERVING.intersection(sys.argv[1:2]):
        import eventlet

        eventlet.monkey_patch()
    from deploy.cli import app

    app()


if __name__ == "__main__":
    main()
