"""Connectors: from a supplier's service to one delivery file in the inbox, whole or not at all."""
