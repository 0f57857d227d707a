"""What a sheet of an old ledger was taken for."""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.intake.old_ledger.old_records import OldTable
from rectify_xl.intake.old_ledger.sheet_lines import SheetWords
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.intake.old_ledger.table_bands import BandRow

DATA = "问题数据"
STATISTICS = "没有问题一列"
COVER = "没有表格"
TEMPLATE = "样表、模板"
COPY = "问题与另一张工作表相同，只读其中较新的一张"
EMPTY = "空白"
BLANK_FORM = "有表头，没有填写问题"
DISMISSED = "对照中选为不导入"


class SheetUse(NamedTuple):
    """What a sheet was taken for, the headers of its tables, and what holds for all its rows."""

    view: SheetView
    use: str
    tables: tuple[OldTable, ...] = ()
    facts: SheetWords = SheetWords("", {})
    hidden: bool = False
    aspect: str = ""
    department: str = ""
    kind: BandRow | None = None
    """The kind of deadline, or the state, after which the sheet is named (立行立改类)."""

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.view.name

    @property
    def problems(self) -> int:
        """The number of problems."""
        return sum(len(table.problems) for table in self.tables)

    @property
    def is_data(self) -> bool:
        """Tell whether the sheet holds problems."""
        return self.use == DATA
