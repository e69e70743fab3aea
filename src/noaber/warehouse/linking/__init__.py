"""Linking the records of a source to those of another without an identifier in common, and how good the links are."""
