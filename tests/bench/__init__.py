"""Measurements: `make bench`. Figures are printed with the machine that they were taken on."""
