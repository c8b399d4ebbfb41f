"""What a competent body decides, and what it must meet."""
