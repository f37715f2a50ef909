"""What a class copied: whose numbers they may be, and in which exercises."""
