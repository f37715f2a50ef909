"""An assignment: its description by the teacher, its class and the worksheets handed out."""
