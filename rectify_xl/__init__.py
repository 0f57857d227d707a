"""rectify_xl: a spreadsheet add-on for the rectification of inspection findings (巡察整改)."""

__version__ = "0.1.0"
