"""From what is known of a subject to the level that the rules propose, and why."""
