"""Where a number comes from, in words and as data: for the page, the card over a page, programs and the terminal."""
