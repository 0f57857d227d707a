"""Save counted tables for other programs, through pandas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.errors import BookError, UsageError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def save_tables(target: Path, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Write `tables` (sheet name → rows) to an .xlsx with one sheet each, or to one .csv with a column 口径.

    Raises `UsageError` for another file type, `BookError` when the file cannot be written.
    """
    import pandas as pd

    frames = {name: pd.DataFrame(list(rows)) for name, rows in tables.items()}
    try:
        if target.suffix.lower() == ".xlsx":
            with pd.ExcelWriter(target, engine="openpyxl") as writer:
                for name, frame in frames.items():
                    frame.to_excel(writer, sheet_name=name, index=False)
                    _keep_text(writer.sheets[name])
        elif target.suffix.lower() == ".csv":
            table = pd.concat(frames, names=["口径", None]).reset_index(level=0)
            table["名称"] = table["名称"].map(_harmless)
            table.to_csv(target, index=False, encoding="utf-8-sig")
        else:
            raise UsageError(f"不认识的汇总表类型：{target.name}", "请用 .xlsx 或 .csv 结尾的文件名")
    except OSError as error:
        raise BookError(f"汇总表写不进去：{target}", "请检查文件夹是否存在、文件是否正被打开") from error


def _keep_text(sheet: Worksheet) -> None:
    """Keep names that begin with = as text: they come from other people's cells."""
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"


def _harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula when it opens the .csv."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
