"""One short file per exercise; `generator.catalogue` lists them."""
