"""A service as small as one can be, on which the web layer is tried out: notes about people, kept by organizations."""
