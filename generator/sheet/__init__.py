"""Describes what is on a page, before any of it is drawn."""
