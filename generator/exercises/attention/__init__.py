"""Attention: transformers and their parts."""
