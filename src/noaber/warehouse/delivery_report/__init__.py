"""What can be told to a supplier of what it delivered: computed from what the home keeps, in counts alone."""
