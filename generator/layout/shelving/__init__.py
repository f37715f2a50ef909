"""Figures with their words are set on shelves, and shelves on pages."""
