"""Workbooks, on disk or open in Excel or Calc: the port, its hosts, and all that reads and edits a file."""
