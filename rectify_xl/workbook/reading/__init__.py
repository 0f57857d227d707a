"""From the bytes of a workbook, of any kind, to raw sheets."""
