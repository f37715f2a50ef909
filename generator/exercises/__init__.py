"""One short file per exercise, in a folder for each family; `generator.catalogue` finds them."""
