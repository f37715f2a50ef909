"""What byhand costs, beside what the same work costs with other tools; `python -m benchmarks` prints it."""
