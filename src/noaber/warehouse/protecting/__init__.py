"""Protection of what is counted: relations between cells, and the pattern of what is hidden."""
