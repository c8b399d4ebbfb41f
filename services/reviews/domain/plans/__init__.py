"""Plans (kế hoạch): how each organization carries the review out, and what it learned half-way."""
