"""Exercises, their numbers and their sheets: everything that happens before a student picks up the pencil."""
