"""Formulas over named grids, and exact numbers in them; knows no page, no file and no language."""
