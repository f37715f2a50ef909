"""Other languages: their words, and the templates of everything that is put into words."""
