"""Deliveries of an invented Twente in the suppliers' own file formats, for demonstrations and tests."""
