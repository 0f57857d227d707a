"""Save counted tables for other programs, through pandas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.workbook.saving import outputs

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NAME = "汇总表"
ENDINGS = (".xlsx", ".csv")


def save_tables(target: Path, tables: Mapping[str, Sequence[Mapping[str, object]]], *, overwrite: bool) -> None:
    """Write `tables` (sheet name → rows) to an .xlsx with one sheet each, or to one .csv with a column 口径.

    Raises `PaperError` for another file type, and when the file cannot be written.
    """
    outputs.refuse(target, NAME, endings=ENDINGS, overwrite=overwrite)
    import pandas as pd

    frames = {name: pd.DataFrame(list(rows)) for name, rows in tables.items()}
    with outputs.writing(target, NAME, endings=ENDINGS, overwrite=overwrite) as file:
        if target.suffix.lower() == ".xlsx":
            with pd.ExcelWriter(file, engine="openpyxl") as writer:
                for name, frame in frames.items():
                    frame.to_excel(writer, sheet_name=name, index=False)
                    _keep_text(writer.sheets[name])
        else:
            table = pd.concat(frames, names=["口径", None]).reset_index(level=0)
            table["名称"] = table["名称"].map(_harmless)
            table.to_csv(file, index=False, encoding="utf-8-sig")


def _keep_text(sheet: Worksheet) -> None:
    """Keep names that begin with = as text: they come from other people's cells."""
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"


def _harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula when it opens the .csv."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
