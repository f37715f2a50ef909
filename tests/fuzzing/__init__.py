"""A search for bytes that harm whatever reads a file, led by coverage: `python -m tests.fuzzing`."""
