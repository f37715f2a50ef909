"""Workbook: many small puzzles on a sheet, each with one number to find."""
