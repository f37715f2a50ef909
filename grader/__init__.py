"""Answer sheets in, marks and reports out. Nothing is drawn: marking loads neither layout nor ReportLab."""
