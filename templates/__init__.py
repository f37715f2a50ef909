"""Everything worded: jinja2 templates for forms, feedback, reports and CI files. A teacher can override any of them."""
