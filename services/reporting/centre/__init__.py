"""Several provinces side by side and together, for the central Organization Board.

Every province has a reporting of its own here, with its own database. This is a thin service on top: it stores nothing
and asks each of them over its public queries, as a central reader (docs/adr/0029).
"""
