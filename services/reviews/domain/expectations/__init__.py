"""The expected set: who owes a review, a rating, a dossier in a campaign. Frozen at the opening, changed by facts."""
