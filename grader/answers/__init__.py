"""What was handed in: files of all kinds become submissions."""
