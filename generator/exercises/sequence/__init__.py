"""Sequence: recurrent networks, one time step after another."""
