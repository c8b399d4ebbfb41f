"""`python -m deploy` is `kiemdiem`."""

from deploy.cli import app

app()
