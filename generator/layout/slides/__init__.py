"""Lays out slides: pages for a projector that fill a sheet step by step."""
