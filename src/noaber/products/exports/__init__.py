"""Downloads: the same figures as the page, with their notes, safe to open in a spreadsheet."""
