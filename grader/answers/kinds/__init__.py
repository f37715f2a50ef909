"""The kinds of files that answers come in: each becomes the text of an answer sheet."""
