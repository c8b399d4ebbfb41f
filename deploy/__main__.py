"""The entry of `kiemdiem`, also as `python -m deploy`."""

from __future__ import annotations

import gc
import sys

import shared  # noqa: F401 - it hushes a library's warning at each import

SERVING = frozenset({"serve", "run"})
"""The commands that serve: their process is made cooperative before anything else is imported."""


def main() -> None:
    serves = bool(SERVING.intersection(sys.argv[1:2]))
    gc.disable()  # imports leave no rubbish; to look for it takes a tenth of the start. `run` enables it once it serves
    if serves:
        from deploy.cooperative import make_cooperative

        make_cooperative()
    from deploy.cli import app

    if not serves:
        gc.enable()
    app()


if __name__ == "__main__":
    main()
