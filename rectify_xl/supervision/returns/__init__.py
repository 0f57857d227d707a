"""退回: what goes back to a unit with the workbook that it sent, and what of it is still open afterwards."""
