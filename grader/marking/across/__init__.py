"""Across the sheet: what no single grid can show of the slips that were made."""
