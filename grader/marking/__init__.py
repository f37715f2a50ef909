"""Every cell judged: a submission becomes marks, and marks a report."""
