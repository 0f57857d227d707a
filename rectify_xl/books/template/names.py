"""Defined names that make the formulas of 统计汇总 readable: one vector per fact about the rows of a sheet.

They follow `rollup` row by row: what counts as a row, as 完成, 长期, 即知即改. Each reaches from the first data row
to the last filled one, so that a ledger of thirty rows costs thirty rows of arithmetic.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from rectify_xl import schema, values
from rectify_xl.refs import column_letters, quote_sheet
from rectify_xl.schema import Sheet

COUNTS = "台账_计数"
"""For each row 1, 完成, 继续整改, 其中未逾期, 其中逾期, 长期坚持 and 即知即改, side by side: a table is one product."""
DONE_WORDS = "口径_完成"
LONGTERM_WORDS = "口径_长期"
"""The words that count, listed by helper cells of 统计汇总."""

YES_WORDS = "{" + ",".join(f'"{word}"' for word in sorted(values.YES)) + "}"
NOT_COUNTED = "（不计）"

PROBLEM_END = "台账_末行"
MEASURE_END = "措施_末行"
REGULATION_END = "制度_末行"


def clean(cell: str) -> str:
    """Return a formula for the text of `cell` without surrounding blanks of any width; an error becomes a word."""
    plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"　"," "),"\N{NO-BREAK SPACE}"," "),CHAR(10)," ")'
    return f'IFERROR(TRIM({plain}),"#错误")'


def last_row(layout: Sheet) -> str:
    """Return an array formula for the last row that holds anything, counted from the header row as 1; at least 2."""
    body = _area(layout, 1, _filled_by_people(layout))
    first = body.split(":", maxsplit=1)[0]
    return f"MAX(2,IF(IFERROR(LEN({body}),1)>0,ROW({body})-ROW({first})+1,0))"


def below_capacity(layout: Sheet) -> str:
    """Return a formula for the number of filled cells below the last row that is counted."""
    last = column_letters(_filled_by_people(layout))
    return f"COUNTA({quote_sheet(layout.name)}!$A${schema.CAPACITY + 1}:${last}${schema.CAPACITY * 2})"


def define(book: Workbook) -> None:
    """Add the names to the workbook."""
    problem, measure, regulation = schema.PROBLEMS, schema.MEASURES, schema.REGULATIONS

    def text(layout: Sheet, column: str, end: str) -> str:
        position = layout.position(column)
        return clean(_rows(layout, position, position, end))

    def counted(layout: Sheet, column: str, end: str, words: str) -> str:
        return f"ISNUMBER(MATCH({text(layout, column, end)},{words},0))"

    formulas = {
        "台账_有行": _present(problem, PROBLEM_END),
        "台账_方面": text(problem, "方面", PROBLEM_END),
        "台账_大项": text(problem, "大项", PROBLEM_END),
        "台账_责任科室": text(problem, "责任科室", PROBLEM_END),
        "台账_序": _index(problem, PROBLEM_END),
        "台账_完成": counted(problem, "完成程度", PROBLEM_END, DONE_WORDS)
        + f'*({text(problem, "剩余事项", PROBLEM_END)}="")',
        "台账_长期": f"台账_完成*{counted(problem, '后续要求', PROBLEM_END, LONGTERM_WORDS)}",
        "台账_即知即改": f"台账_完成*{counted(problem, '即知即改', PROBLEM_END, YES_WORDS)}",
        "台账_逾期": f'(1-台账_完成)*ISNUMBER(FIND("逾期",{text(problem, "预警", PROBLEM_END)}))',
        COUNTS: _side_by_side(),
        "措施_有行": _present(measure, MEASURE_END),
        "措施_具体": f'({text(measure, "上级措施", MEASURE_END)}<>"")',
        "措施_完成": f"1*{counted(measure, '完成程度', MEASURE_END, DONE_WORDS)}",
        "制度_有行": _present(regulation, REGULATION_END),
        "制度_类型": text(regulation, "新建/修订", REGULATION_END),
    }
    for name, formula in formulas.items():
        book.defined_names[name] = DefinedName(name, attr_text=formula)


def _side_by_side() -> str:
    """Return a formula for the rows by seven counts; a vector times a row of constants fills its columns."""
    columns = (
        ("", (1, 0, 1, 1, 0, 0, 0)),
        ("台账_完成*", (0, 1, -1, -1, 0, 0, 0)),
        ("台账_逾期*", (0, 0, 0, -1, 1, 0, 0)),
        ("台账_长期*", (0, 0, 0, 0, 0, 1, 0)),
        ("台账_即知即改*", (0, 0, 0, 0, 0, 0, 1)),
    )
    return "台账_有行*(" + "+".join(f"{fact}{{{','.join(map(str, row))}}}" for fact, row in columns) + ")"


def _filled_by_people(layout: Sheet) -> int:
    """Return the position of the last column that people fill in; the computed ones stand to its right."""
    return max(position for position, column in enumerate(layout.columns, 1) if column.entry != "computed")


def _area(layout: Sheet, first: int, last: int) -> str:
    """Return columns of a sheet from the header row down: the header row is the one that nobody deletes."""
    sheet = quote_sheet(layout.name)
    return f"{sheet}!${column_letters(first)}$1:${column_letters(last)}${schema.CAPACITY}"


def _rows(layout: Sheet, first: int, last: int, end: str) -> str:
    """Return the filled data rows of some columns."""
    return f"INDEX({_area(layout, first, first)},2):INDEX({_area(layout, last, last)},{end})"


def _index(layout: Sheet, end: str) -> str:
    head = _area(layout, 1, 1).split(":", maxsplit=1)[0]
    return f"(ROW({_rows(layout, 1, 1, end)})-ROW({head}))"


def _present(layout: Sheet, end: str) -> str:
    """Return 1 for every row that holds anything apart from the computed columns.

    The cells of a row are joined before they are cleaned, which costs a quarter of cleaning each.
    """
    columns = range(1, _filled_by_people(layout) + 1)
    joined = "&".join(_rows(layout, column, column, end) for column in columns)
    return f'1*({clean(f"({joined})")}<>"")'
