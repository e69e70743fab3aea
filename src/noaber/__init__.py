"""Noaber."""
