"""Measurements: `make bench`. Figures are printed with the machine they were taken on, and kept in docs/benchmarks.md."""
