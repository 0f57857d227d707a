"""Create the blank ledger from the schema.

The package is used when the program is built, never at an office: there the finished `workbook_template.xlsx` is
copied and edited in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from generate.ledger_template import data_sheets, dictionary, guide, summary
from generate.ledger_template.guide import Button
from rectify_xl.ledger import schema
from rectify_xl.workbook import print_setup, reproducible_save


def build(path: Path, buttons: Sequence[Button]) -> None:
    """Write the blank ledger to `path`, byte for byte the same each time.

    `buttons` are the commands that 使用说明 lists.
    """
    book = Workbook()
    print_setup.measure_by_arial(book, 9.5)
    book.remove(book.worksheets[0])
    for name in schema.SHEET_ORDER:
        sheet = book.create_sheet(name)
        layout = schema.by_name(name)
        if layout is not None:
            data_sheets.fill(sheet, layout)
        elif name == schema.GUIDE:
            guide.fill(sheet, buttons)
        elif name == schema.SUMMARY:
            summary.fill(book, sheet)
        else:
            dictionary.fill(book, sheet)
    data_sheets.hide_memory(book.create_sheet(schema.MEMORY.name))
    properties: Any = book  # the stubs do not know custom properties
    properties.custom_doc_props.append(StringProperty(schema.LAYOUT_PROPERTY, schema.LAYOUT_VERSION))
    book.properties.title = "巡察整改台账"
    book.properties.creator = "rectify_xl"
    book.calculation.fullCalcOnLoad = True
    reproducible_save.save(book, path)
