"""Save counted tables for other programs, through pandas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rectify_xl.workbook.saving import outputs

NAME = "汇总表"
ENDINGS = (".xlsx", ".csv")


def save_tables(target: Path, tables: Mapping[str, Sequence[Mapping[str, object]]], *, overwrite: bool) -> None:
    """Write `tables` (title → rows) to one .csv with a column 口径.

    Raises `PaperError` for another file type, and when the file cannot be written.
    """
    outputs.refuse(target, NAME, endings=ENDINGS, overwrite=overwrite)
    import pandas as pd

    frames = {name: pd.DataFrame(list(rows)) for name, rows in tables.items()}
    with outputs.writing(target, NAME, endings=ENDINGS, overwrite=overwrite) as file:
        table = pd.concat(frames, names=["口径", None]).reset_index(level=0)
        table["名称"] = table["名称"].map(_harmless)
        table.to_csv(file, index=False, encoding="utf-8-sig")


def _harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula when it opens the .csv."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name
