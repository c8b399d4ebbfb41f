"""What a rulebook says, as data that the engine understands."""
