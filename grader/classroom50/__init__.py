"""Classroom 50: the autograder that a teacher publishes, and the program in it that marks one repository."""
