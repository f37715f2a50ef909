"""A line of text in any script: its notation, its order, its faces and its glyphs."""
