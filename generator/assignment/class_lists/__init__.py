"""Class lists as learning platforms and people write them: the rows of their files, and the titles of the columns."""
