"""Protection of what is counted: relations between cells, the pattern of what is hidden, and the attack on a release."""
