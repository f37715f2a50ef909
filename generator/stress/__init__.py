"""The author's whole check of an exercise: promises, pages, and what thousands of its instances look like."""
