"""Changing a workbook in place: room for new rows, cells, heights; every part that is not touched keeps its bytes."""
