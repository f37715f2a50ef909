"""Simulated students and their classes: honest ones, who work a sheet as a person would, and others who cheat."""
