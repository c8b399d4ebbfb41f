"""What can be asked of the reviews service: load, decide, append. One module for each matter."""
