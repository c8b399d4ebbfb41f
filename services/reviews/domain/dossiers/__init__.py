"""Dossiers (hồ sơ kiểm điểm): what goes up to the receiving board, before a date."""
