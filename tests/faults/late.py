"""`kiemdiem` on a machine whose clock is ten minutes slow: `python -m tests.faults.late run reviews`."""

from __future__ import annotations

from datetime import timedelta

LATE_BY = timedelta(minutes=10)


def main() -> None:
    from deploy.cooperative import make_cooperative

    make_cooperative()

    from deploy.cli import app
    from shared.domain import SystemClock

    in_time = SystemClock.now
    SystemClock.now = lambda self: in_time(self) - LATE_BY  # type: ignore[method-assign]
    app()


if __name__ == "__main__":
    main()
