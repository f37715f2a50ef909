"""From figures to ink: cells and their labels, outlines, and the arrows, waves and signs between matrices."""
