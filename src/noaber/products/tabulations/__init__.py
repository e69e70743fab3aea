"""Tables a reader composes: several indicators by areas, periods and categories, shown by the page or taken whole."""
