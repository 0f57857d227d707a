"""A ledger that is open in Excel or LibreOffice Calc, reached through xlwings."""
