"""A dossier of a played province comes back, is played again, mended and accepted; no figure of the report changes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import urllib3

from deploy.campaign.player import FIGURES
from tests.deployments import Province, played
from tests.samples import CLEAN, expected

DOSSIERS = "/reviews/campaigns/BD-2020/dossiers"
FORWARDINGS = "/reviews/campaigns/BD-2020/dossier-forwardings"
BOARD = ("board_officer", "TU")


class Callers:
    """Officers who call the running services; whoever asks another service waits for what reviews has said."""

    def __init__(self, province: Province) -> None:
        self._province = province
        self._pool = urllib3.PoolManager(retries=False, timeout=30)
        self._said = "reviews:0"

    def __call__(self, who: tuple[str, str], method: str, path: str, json: Any = None, **headers: str) -> Any:
        token = self._province.token(*who)
        named = {"Authorization": f"Bearer {token}", "Wait-For": self._said, **headers}
        answer = self._pool.request(method, self._province.address + path, json=json, headers=named)
        assert answer.status < 300, answer.data.decode()
        if path.startswith("/reviews/"):
            self._said = answer.headers["Position"].split(",")[0]
        return answer


def test_a_dossier_that_comes_back_is_mended_and_accepted_and_no_figure_changes(tmp_path: Path) -> None:
    with (CLEAN / "dossiers.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["forwarded_by"] == "QN")
    sent = {**row, "documents": row["documents"].split(";")}
    dossier, clerk = f"{DOSSIERS}/{row['subject']}", ("unit_officer", "QN")
    with played(CLEAN, tmp_path) as province:
        call = Callers(province)

        def act(name: str, json: Any = None) -> None:
            seen = call(BOARD, "GET", dossier).headers["ETag"]
            call(BOARD, "POST", f"{dossier}/{name}", json, **{"If-Match": seen})

        def state() -> str:
            return str(call(clerk, "GET", dossier).json()["state"])

        def dossiers() -> Any:
            return call(BOARD, "GET", FIGURES.format(campaign="BD-2020")).json()["dossiers"]

        act("returns", {"remarks": "Thiếu chữ ký"})
        assert (state(), dossiers()) == ("returned", expected(CLEAN)["dossiers"])
        call(("importer", "TU"), "POST", FORWARDINGS, sent)
        assert state() == "returned", "the row of the folder is the forwarding that came back"
        del sent["forwarded_at"]
        assert call(clerk, "POST", FORWARDINGS, sent).json()["forwarding"] == 2
        act("acceptances")
        assert (state(), dossiers()) == ("accepted", expected(CLEAN)["dossiers"])
