"""How much a document that came from elsewhere may hold; one table for every reader.

The bounds are far above what any ledger or notice has, and low enough that the worst document within them is read in
ten seconds and a gigabyte.
"""

UNPACKED = 500_000_000
"""Bytes of a workbook, unpacked."""
CELLS = 5_000_000
"""Cells of the rectangle that a sheet spans; a stray cell in a far corner would fill all memory."""
GRID_CELLS = 500_000
"""Filled cells of a sheet of a foreign layout; a ledger of 3,000 rows has 60,000."""
TEXTS = 300_000_000
"""Bytes of all texts of the sheets that are read, a shared one counted as often as it is used."""
STRINGS = 60_000_000
"""Bytes of the part of shared texts."""
STYLES = 20_000_000
"""Bytes of the part of styles: Excel knows 65,490 formats, some 10 MB."""
LARGE_SHEET = 2_000_000
"""Bytes of a sheet's part from which on it is looked for rows that are only formatted; no usual ledger has as much."""
LINKS = 200_000
"""Links of one part of a workbook; Excel allows a sheet 65,530."""
MERGED = 20_000
"""Merged areas of a sheet."""
MARKUP = 60_000_000
"""Bytes of a table in markup or text (.ods, web page, XML of 2003, .csv); one of 3,000 rows has 5 MB."""
NATIVE_SECONDS = 8
NATIVE_MEMORY = 768 * 1024 * 1024
"""Time and memory of the process in which a workbook is read that could not be measured."""

SOURCE_CHARACTERS = 250_000
SOURCE_LINES = 6_000
"""Text of a notice; the longest known has 60,000 characters in 900 lines."""
NUMBER_PATTERN = 60
"""Characters of the pattern of an automatic number in Word."""
TEMPLATE_CHARACTERS = 500_000
"""Text of a template that is a web page or plain text."""
SOURCE_ELEMENTS = 2_000_000
"""Tags of one part of a Word document; beginnings and ends count."""
SOURCE_PARTS = 5_000
"""Files in a Word document; one with many pictures has some hundred."""
OFFICE_SECONDS = 90
OFFICE_MEMORY = 4 * 1024 * 1024 * 1024
OFFICE_OUTPUT = 200 * 1024 * 1024
"""Time, memory and size of each file that LibreOffice has to read a document; a notice takes it three seconds."""
PDF_SECONDS = 20
PDF_PAGES = 300
"""Time and pages of a PDF file; its memory is that of a workbook that cannot be measured."""
