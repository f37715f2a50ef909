"""The commands that take answer sheets: `check` for students, `grade`, `export` and `release` for teachers and CI."""
