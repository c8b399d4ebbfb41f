"""A test agency: it has the published files and its access, and knows nothing else of the system."""
