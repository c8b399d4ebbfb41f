"""The files that operators get, each held to what reads it."""
