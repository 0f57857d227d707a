"""上报表: a table laid out on its paper here, since no spreadsheet divides a row between pages."""
