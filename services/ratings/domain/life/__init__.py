"""What becomes of a rating once it was given."""
