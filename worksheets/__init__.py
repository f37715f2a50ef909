"""Sample assignments that run at once, and the gallery of what they print."""
