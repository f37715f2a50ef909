"""The form of an answer sheet: is everything there, and is it where it belongs? No key is needed to tell."""
