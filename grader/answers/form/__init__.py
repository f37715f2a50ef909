"""The form of an answer sheet: what a student can know about it before handing it in, without any key."""
