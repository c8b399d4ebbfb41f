"""The bodies and queries that the reviews service takes. One module for each matter."""
