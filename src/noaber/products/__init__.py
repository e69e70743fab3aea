"""Products: what a reader sees, as plain view models, charts, sentences and downloads. No disk, no clock, no SQL."""
