"""Answer sheets as workbooks that look like the sheet: made once for a class, filled with the numbers of each copy."""
