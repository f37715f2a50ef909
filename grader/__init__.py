"""Answer sheets in, marks and reports out. Draws nothing: no layout and no ReportLab is loaded for marking."""
