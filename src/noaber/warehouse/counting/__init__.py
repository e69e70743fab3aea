"""Counts over records: an Ibis expression that says what is counted, and the engine that counts it."""
