"""What was, beside what is: two moments of one campaign, and campaigns of several years."""
