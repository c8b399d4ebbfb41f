"""Remedies (khắc phục): who helps whom until when, and what came of it."""
