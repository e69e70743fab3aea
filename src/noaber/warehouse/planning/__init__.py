"""Steps and their keys: from deliveries to records, from records to counts, and from counts to what each tier shows."""
