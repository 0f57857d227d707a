"""A Word paper as LibreOffice prints it: its pages, their text, and the size of every letter in points."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw


class PrintedPaper(NamedTuple):
    """The text of each page, and how many letters there are of each size; blanks aside."""

    pages: tuple[str, ...]
    sizes: Counter[float]

    @property
    def smallest(self) -> float:
        """The size of the smallest letter."""
        return min(self.sizes)


def printed(paper: Path, soffice: list[str]) -> PrintedPaper:
    """Print a paper to PDF beside it and measure that."""
    command = [*soffice, "--convert-to", "pdf", "--outdir", str(paper.parent), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return measured(paper.with_suffix(".pdf"))


def measured(pdf: Path) -> PrintedPaper:
    """Measure a PDF."""
    document: Any = pypdfium2.PdfDocument(pdf)
    pages: list[str] = []
    sizes: Counter[float] = Counter()
    for page in document:
        text = page.get_textpage()
        words = text.get_text_range()
        pages.append(words)
        for index in range(text.count_chars()):
            letter = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, index))
            if not letter.isspace():
                sizes[round(pypdfium2.raw.FPDFText_GetFontSize(text.raw, index), 1)] += 1
    document.close()
    return PrintedPaper(tuple(pages), sizes)
