"""Other agencies that hear this province's events: who they are, and what each was granted."""
