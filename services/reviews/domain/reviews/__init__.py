"""Reviews (kiểm điểm): collectives and people look back on the year."""
