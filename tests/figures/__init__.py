"""What marking does to simulated classes, measured: each module is a program that prints its figures."""
