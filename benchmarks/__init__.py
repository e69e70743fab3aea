"""Measurements of Noaber, each beside its plain alternative in the same run. `python -m benchmarks --help`."""
