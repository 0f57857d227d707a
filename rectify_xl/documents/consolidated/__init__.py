"""What the level above gets from many ledgers: the result workbook, the page for the screen, the store."""
