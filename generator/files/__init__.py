"""Files: written completely or not at all, read as text and tables whichever program saved them, kept, and packed."""
