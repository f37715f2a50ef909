"""Retrieval: embeddings and the search for what is nearest."""
