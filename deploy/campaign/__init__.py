"""The campaign folder: reading it, writing it as a workbook, and playing it through the public commands."""
