"""Statistical disclosure control of tables: what is unsafe, what hides it, and what an attacker still derives.

Pure mathematics over numpy arrays and Polars frames; see docs/explanation/disclosure-control.md.
"""
