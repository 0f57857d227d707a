"""How much a document that came from elsewhere may hold; one table for every reader.

The bounds are far above what any ledger or notice has, and low enough that the worst document within them is read in
ten seconds and a gigabyte.
"""

UNPACKED = 500_000_000
"""Bytes of a workbook, unpacked."""
CELLS = 5_000_000
"""Cells of the rectangle that a sheet spans; a stray cell in a far corner would fill all memory."""
TEXTS = 300_000_000
"""Bytes of all texts of the sheets that are read, a shared one counted as often as it is used."""
MERGED = 20_000
"""Merged areas of a sheet."""
NATIVE_SECONDS = 8
NATIVE_MEMORY = 768 * 1024 * 1024
"""Time and memory of the process in which a workbook is read that could not be measured."""

SOURCE = 50 * 1024 * 1024
"""Bytes of the file of a notice."""
DOCUMENT_UNPACKED = 200 * 1024 * 1024
"""Bytes of all parts of a Word document together, unpacked."""
DOCUMENT_MAIN = 60 * 1024 * 1024
"""Bytes of one part of a Word document that is read."""
NESTING = 256
"""Elements of a Word document within each other."""
BOXES = 8
"""Text boxes within each other."""
NUMBERING = 100_000
"""Levels of all lists that a Word document defines."""
