"""Basics: products, layers, activations, and the networks they make."""
