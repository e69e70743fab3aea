"""Floor 1: the words of the house (areas, periods, slices, observations, languages, errors). No input or output."""
