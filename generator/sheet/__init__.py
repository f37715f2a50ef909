"""What a page consists of, before there is any ink."""
