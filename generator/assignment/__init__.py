"""An assignment: what a teacher describes, who is in the class, and what was handed out."""
