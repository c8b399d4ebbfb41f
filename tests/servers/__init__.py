"""Servers of the tests' own: private ports, a private folder, no trace left behind."""
