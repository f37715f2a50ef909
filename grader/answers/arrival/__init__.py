"""When what was handed in came, and in which order: by those who know."""
