"""The campaign: one year's review in the province, its rulebook, its deadline."""
