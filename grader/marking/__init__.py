"""Marking: a submission becomes marks, and marks become a report."""
