"""Independent opinions: what other means make of the numbers that an exercise draws."""
