"""Answer sheets as web pages that look like the sheet: made once for a class, filled with the numbers of each copy."""
