"""The page of flows from place to place: figures, map, ranked list, matrix and downloads."""
