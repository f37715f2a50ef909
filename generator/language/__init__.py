"""Words of other languages, and the templates that everything worded comes from."""
