"""`python -m deploy.docs`: writes the documentation that comes from the code. A test fails when the copy is old."""

from __future__ import annotations

from pathlib import Path

from deploy.contracts.catalogue import catalogue
from deploy.contracts.check import PublishedBroken
from deploy.contracts.export import write
from shared.config import CentreSettings, Setting, known_settings

DOCS = Path(__file__).resolve().parent.parent / "docs"
CATALOGUE = DOCS / "events.md"
CONTRACTS = DOCS / "contracts"
SETTINGS = DOCS / "settings.md"

SETTINGS_HEAD = """# Settings

A service reads its settings from its environment alone. Each may lie in a file instead: `…_FILE` names it, as for
secrets of Docker, Kubernetes and systemd. A wrong one stops the start with one line, in Vietnamese and English, that
names the setting, its value (never of a secret), what is allowed and the way out. `kiemdiem doctor` shows all settings
as a service would read them.

| setting | usual value | allowed | what it is for |
|---|---|---|---|
"""


CENTRE_HEAD = """
## The centre

`kiemdiem run centre`, which shows several provinces ([guide](guides/centre.md)), reads {shared} of these, and:

| setting | usual value | allowed | what it is for |
|---|---|---|---|
"""


def settings_reference() -> str:
    """Every setting as Markdown."""
    of_services, of_centre = known_settings(), known_settings(CentreSettings)
    shared = ", ".join(f"`{setting.name}`" for setting in of_centre if setting in of_services)
    own = [setting for setting in of_centre if setting not in of_services]
    head = CENTRE_HEAD.format(shared=shared)
    return SETTINGS_HEAD + "".join(map(_row, of_services)) + head + "".join(map(_row, own))


def _row(setting: Setting) -> str:
    usual = "*must be given*" if setting.default is None else f"`{setting.default}`" if setting.default else "empty"
    secret = " *Secret.*" if setting.secret else ""
    return f"| `{setting.name}` | {usual} | {setting.form.en} | {setting.meaning}{secret} |\n"


def regenerate() -> None:
    """Write everything anew. Ends with exit code 1, and nothing written, where a published contract has changed."""
    try:
        write(CONTRACTS)
    except PublishedBroken as broken:
        raise SystemExit(str(broken)) from None
    CATALOGUE.write_text(catalogue(), encoding="utf-8")
    SETTINGS.write_text(settings_reference(), encoding="utf-8")


if __name__ == "__main__":
    regenerate()
