"""What tests work with: a browser, a spreadsheet, values worked out again; and what writes docs and digests."""
