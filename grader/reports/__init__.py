"""What is said about the marks: to students, to the teacher and to other programs."""
