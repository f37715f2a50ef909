"""Everything worded: templates of forms, feedback, reports and CI files, and languages. A teacher can override them."""
