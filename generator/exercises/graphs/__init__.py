"""Graphs: networks whose nodes pass messages to their neighbours."""
