"""What one copy adds to its sheet: remarks in free places of the pages, and lists on pages that follow."""
