"""Nothing that somebody typed is missing from the dump."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generate.ledger_builder import MemoryBook
from rectify_xl.commands import dump
from rectify_xl.commands.outcome import Request
from rectify_xl.ledger.reading.reader import RawBook, RawSheet

TODAY = date(2026, 9, 30)
BOOK = RawBook(
    "台账.xlsx",
    {
        "问题台账": RawSheet(
            "问题台账",
            [
                ["某局整改台账", None, None, None, None, None],
                ["编号", "整改时限", "我们的列", None, "公开", "公开"],
                ["P001", "长期坚持", "内线8888", "无标题", "是", "否"],
                ["P001", date(2026, 6, 30), 12.5, None, True, None],
                [None, None, None, None, None, None],
                [None, None, "只有备注", None, None, None],
            ],
        ),
        "整改措施": RawSheet(
            "整改措施", [["措施编号", "问题编号", "时限"], ["M001-1", "P001", "每季度"], ["M1", "P9", None]]
        ),
        "字典": RawSheet("字典", [[None, "要点"], [None, None, "  抓紧  "]]),
        "程序状态": RawSheet("程序状态", [["键", "段"], ["行", 1]]),
    },
    uncached={("问题台账", 3, 7): "=A3"},
)


def dumped() -> dict[str, object]:
    outcome = dump.run(Request(TODAY, MemoryBook(BOOK)))
    assert isinstance(outcome.data, dict)
    return outcome.data


def test_every_filled_cell_stands_in_the_sheets() -> None:
    """Other people's columns, rows above the header, equal ids, formulas: all of it, as typed."""
    sheets = dumped()["sheets"]
    assert isinstance(sheets, dict)
    assert list(sheets) == ["问题台账", "整改措施", "字典"]
    assert sheets["问题台账"]["header_row"] == 2
    assert sheets["问题台账"]["rows"] == [
        {"row": 1, "cells": {"A": "某局整改台账"}},
        {
            "row": 3,
            "cells": {
                "编号": "P001",
                "整改时限": "长期坚持",
                "我们的列": "内线8888",
                "D": "无标题",
                "公开": "是",
                "F": "否",
                "G": {"formula": "=A3"},
            },
        },
        {"row": 4, "cells": {"编号": "P001", "整改时限": "2026-06-30", "我们的列": 12.5, "公开": True}},
        {"row": 6, "cells": {"我们的列": "只有备注"}},
    ]
    assert sheets["整改措施"]["rows"][1] == {"row": 3, "cells": {"措施编号": "M1", "问题编号": "P9"}}
    assert sheets["字典"] == {
        "header_row": None,
        "columns": [],
        "rows": [{"row": 1, "cells": {"B": "要点"}}, {"row": 2, "cells": {"C": "  抓紧  "}}],
    }


def test_words_as_deadlines_stand_beside_the_dates() -> None:
    """The fixed key holds a date or nothing; the words stand beside it, of measures too."""
    problems = dumped()["problems"]
    assert isinstance(problems, list)
    first, second, *_ = problems
    assert (first["due"], first["due_text"]) == (None, "长期坚持")
    assert (second["due"], second["due_text"]) == ("2026-06-30", "2026-06-30")
    assert [measure["due_text"] for measure in first["measures"]] == ["每季度"]


def test_a_real_workbook_loses_no_cell(tmp_path: Path) -> None:
    """Every cell that another reader sees in the demo's ledger stands in the dump too."""
    import openpyxl

    from rectify_xl.commands import import_
    from rectify_xl.system.resources import path
    from rectify_xl.workbook.file_host import FileBook

    target = tmp_path / "台账.xlsx"
    import_.run(Request(TODAY, source=str(path("samples", "示例通报.txt")), options={"output": str(target)}))
    data = dump.run(Request(TODAY, FileBook(target))).data
    assert isinstance(data, dict)
    for sheet in openpyxl.load_workbook(target).worksheets:
        if sheet.title in ("使用说明", "统计汇总", "程序状态"):
            continue
        entry = data["sheets"][sheet.title]
        header = entry["header_row"]
        filled = {cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None} - {header}
        assert {row["row"] for row in entry["rows"]} == filled, sheet.title
        counts = {row["row"]: len(row["cells"]) for row in entry["rows"]}
        for number in filled:
            assert counts[number] == sum(cell.value is not None for cell in sheet[number]), (sheet.title, number)
