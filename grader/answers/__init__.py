"""What was handed in: files of every kind become submissions."""
