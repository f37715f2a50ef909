"""What the page in a browser asks of the engine: exercises, sheets, classes, marks and practice, without a server."""
