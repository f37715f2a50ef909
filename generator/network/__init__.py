"""Formulas over named grids and exact numbers, independent of pages, files and languages."""
