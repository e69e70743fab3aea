"""The living region: people, homes, care, work, schools and companies of the invented Twente, delivered as records."""
