"""Deliveries: fetched, read, checked and made into records."""
