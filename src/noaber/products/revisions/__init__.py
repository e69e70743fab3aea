"""Revisions of a series: what each release said of it, as page, file and lines for a terminal."""
