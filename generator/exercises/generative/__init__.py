"""Generative models: networks that make data, and the choice of what comes next."""
