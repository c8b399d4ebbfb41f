"""What assessors say on the way to a rating: opinions, ballots, findings, civil ratings."""
