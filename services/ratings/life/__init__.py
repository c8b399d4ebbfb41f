"""What becomes of ratings once they were given: the commands, the tables, and what is asked of them."""
