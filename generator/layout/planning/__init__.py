"""The search for the best plan: ways, their drafts, and how large cells become."""
