"""Write `workbook_template.xlsx` anew from the schema and the command table."""

from __future__ import annotations

from pathlib import Path

from generate.ledger_template import build
from rectify_xl.commands.table import COMMANDS

TARGET = Path(__file__).resolve().parents[2] / "workbook_template.xlsx"

if __name__ == "__main__":
    build(TARGET, COMMANDS)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1024:.0f} KB")
