"""Floor 2: statistics as pure functions over Polars frames, one topic per module, each verified against its source."""
