"""Defined names that make the formulas of 统计汇总 readable: one vector per fact about the rows of a sheet.

They follow `rollup` row by row. Each reaches from the first data row to the last filled one, so that a ledger of thirty
rows costs thirty rows of arithmetic. Columns are found by their headers, wherever they stand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import nothing
from rectify_xl.ledger.reading import merged_areas
from rectify_xl.ledger.schema import Sheet
from rectify_xl.text import cell_value
from rectify_xl.text.refs import Area, formula_address

WIDEST = 80
"""Columns in which a header is looked for; an office may add its own."""
HEADER_ROWS = 10
"""Rows in which the header is looked for, as `ledger.HEADER_SEARCH_ROWS`."""
LONGEST = 250
"""Characters of a text that are compared: MATCH refuses more than 255."""

YES_WORDS = "{" + ",".join(f'"{word}"' for word in sorted(cell_value.YES)) + "}"
NOT_COUNTED = "（不计）"

DONE_WORDS = "口径_完成"
LONGTERM_WORDS = "口径_长期"
NOTHING_WORDS = "口径_无剩余"
"""The words that count, listed by helper cells of 统计汇总."""
ALWAYS_NOTHING = "口径_总是无"
"""The words of `nothing.ALWAYS`, an array."""

PROBLEM, MEASURE, REGULATION, CLOSURE = schema.PROBLEMS, schema.MEASURES, schema.REGULATIONS, schema.CLOSURES
LAYOUTS = (PROBLEM, MEASURE, REGULATION, CLOSURE)
SHORT = {PROBLEM.name: "台账", MEASURE.name: "措施", REGULATION.name: "制度", CLOSURE.name: "销号"}
"""What the names of a sheet begin with."""

NEEDED: dict[str, tuple[str, ...]] = {
    PROBLEM.name: ("方面", "大项", "责任科室", "完成程度", "后续要求", "即知即改", "剩余事项"),
    MEASURE.name: ("上级措施", "完成程度"),
    REGULATION.name: ("新建/修订",),
    CLOSURE.name: ("问题编号", "类型", "结论"),
}
"""Columns without which the counts of a sheet would be wrong: the sheet says so instead of counting."""
USED: dict[str, tuple[str, ...]] = {
    PROBLEM.name: ("编号", "具体问题", "牵头领导", "关联编号", "备注", "预警"),
    MEASURE.name: ("问题编号", "措施编号", "措施内容"),
    REGULATION.name: ("问题编号",),
    CLOSURE.name: (),
}
"""Columns that are used where the sheet has them."""
COMPUTED = ("预警", "预警原因", "校验标记")
"""Columns that no person fills in: a row in which only they hold something is none."""

DASHES = "‐‑‒–—−－"
"""What counts as - in an id."""
HEADER, HEADERS, WEIGHTS, BOUND = "表头", "列名", "权", "界"
SUMS, NUMBER_OF_SUMS = "合计", "合计数"
"""Which rows hold sums instead of a problem or a measure, and how many."""
UNNAMED = "无名行"
"""The row of the header, its texts, which of its columns people fill in, and where looking for the last row begins."""
_BOUNDS = (50, 100, 200, 400, 800, 1600, schema.CAPACITY)
_WILD = ("~", "*", "?")
_TAME = ("～", "＊", "？")
_NARROW_BRACKETS = (("(", "（"), (")", "）"))


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def constants(words: Iterable[str]) -> str:
    """Return texts as an array within a formula."""
    return "{" + ",".join(map(quoted, words)) + "}"


def replaced(cell: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a formula for the text of `cell` with replacements made in their order."""
    for old, new in pairs:
        mark = "CHAR(10)" if old == "\n" else quoted(old)
        cell = f"SUBSTITUTE({cell},{mark},{quoted(new)})"
    return cell


def clean(cell: str) -> str:
    """Return a formula for the text of `cell` without surrounding blanks of any width; an error becomes a word."""
    plain = replaced(cell, (("　", " "), ("\N{NO-BREAK SPACE}", " "), ("\n", " ")))
    return f'IFERROR(TRIM({plain}),"#错误")'


def tamed(cell: str) -> str:
    """Return a formula for a text without the characters that MATCH takes for wildcards, and not too long for it."""
    return f"LEFT({replaced(cell, zip(_WILD, _TAME, strict=True))},{LONGEST})"


def untamed(cell: str) -> str:
    """Return a formula for a name as `departments.name` spells it: with its wildcards of half width."""
    return replaced(cell, zip(_TAME, _WILD, strict=True))


def marked(layout: Sheet, column: str) -> str:
    """Return the defined name of `marks_of` a column, such as 台账杂_方面."""
    return f"{SHORT[layout.name]}杂_{column.replace('/', '')}"


def marks_of(layout: Sheet, column: str) -> str:
    """Return a formula that tells whether any cell of a column holds what `clean`, `tamed` or `identifier` changes.

    Where none does, which is the rule, a row costs no replacements. All cells are joined and searched at once. What
    cannot be joined (an error, more text than one cell takes, an old Excel) is cleaned row by row.
    """
    joined = f'_xlfn.TEXTJOIN("",TRUE,{cells(layout, column)})'
    kinds = constants(("　", "\N{NO-BREAK SPACE}", " ", *_WILD, *DASHES))
    broken = f"ISNUMBER(FIND(CHAR(10),{joined}))"
    return f"IFERROR((LEN({joined})>0)*(SUM(1*ISNUMBER(FIND({kinds},{joined})))+{broken})>0,TRUE)"


def area(layout: Sheet) -> str:
    """Return the part of a sheet in which the table is looked for, from its first row down."""
    return formula_address(layout.name, Area(1, 1, schema.CAPACITY, WIDEST).fixed)


def top(layout: Sheet) -> str:
    """Return the part of a sheet in which the header is looked for."""
    return formula_address(layout.name, Area(1, 1, HEADER_ROWS, WIDEST).fixed)


def name(layout: Sheet, word: str) -> str:
    """Return the defined name of a fact about a sheet, such as 台账_末行."""
    return f"{SHORT[layout.name]}_{word}"


def place(layout: Sheet, column: str) -> str:
    """Return the defined name of the place of a column, such as 台账列_方面."""
    return f"{SHORT[layout.name]}列_{column.replace('/', '')}"


def header_row(layout: Sheet) -> str:
    """Return an array formula for the row of the header: the one, of the first ten, that holds most column names."""
    known = constants(column.name for column in layout.columns)
    ones = f"TRANSPOSE(COLUMN({top(layout)})^0)"
    hits = f"MMULT(1*ISNUMBER(MATCH({clean(top(layout))},{known},0)),{ones})"
    complete = f"SUM(1*ISNUMBER(MATCH({known},INDEX({top(layout)},1,0),0)))={len(layout.columns)}"
    return f"IF({complete},1,MATCH(MAX({hits}),{hits},0))"


def headers(layout: Sheet) -> str:
    """Return an array formula for the column names in the header row, one below the other."""
    return f"TRANSPOSE({clean(f'INDEX({top(layout)},{name(layout, HEADER)},0)')})"


def weights(layout: Sheet) -> str:
    """Return an array formula that gives 1 for each column with a header that people fill in."""
    text = name(layout, HEADERS)
    return f'({text}<>"")*ISNA(MATCH({text},{constants(COMPUTED)},0))'


def position(layout: Sheet, column: str) -> str:
    """Return an array formula for the place of a column, 0 where the sheet has none of that name."""
    return f"IFERROR(MATCH({quoted(column)},{name(layout, HEADERS)},0),0)"


def width(layout: Sheet) -> str:
    """Return an array formula for the place of the last column that people fill in."""
    own = name(layout, WEIGHTS)
    return f"MAX(1,{own}*(ROW({own})-MIN(ROW({own}))+1))"


def bound(layout: Sheet) -> str:
    """Return a formula for a row below which nothing stands: so much need not be looked through cell by cell."""
    formula = str(_BOUNDS[0])
    for above, row in itertools.pairwise(_BOUNDS):
        rows = formula_address(layout.name, Area(above + 1, 1, row, WIDEST).fixed)
        formula = f"IF(COUNTA({rows})>0,{row},{formula})"
    return formula


def last_row(layout: Sheet) -> str:
    """Return an array formula for the last row that holds anything; at least the one below the header."""
    head, wide = name(layout, "表头"), name(layout, "宽")
    body = f"INDEX({area(layout)},{head}+1,1):INDEX({area(layout)},{name(layout, BOUND)},{wide})"
    return f"MAX({head}+1,(IFERROR(LEN({body}),1)>0)*{_index(layout, body)})"


def below_capacity(layout: Sheet) -> str:
    """Return a formula for the number of filled cells below the last row that is counted."""
    rows = Area(schema.CAPACITY + 1, 1, schema.CAPACITY * 2, WIDEST).fixed
    return f"COUNTA({formula_address(layout.name, rows)})"


def unnamed(layout: Sheet) -> str:
    """Return a formula for the number of rows in whose first two required columns nothing counts.

    Where there is none, every row is one, and nobody need look at its other cells.
    """
    return f"SUM(({numbers(layout)}>0)*{_unnamed(layout)})"


def suspicious(layout: Sheet) -> str:
    """Return a formula that tells whether any row holds something, but nothing in its first two columns that counts."""
    return f"IF({name(layout, UNNAMED)}=0,FALSE,SUM(({name(layout, '字长')}>0)*{_unnamed(layout)})>0)"


def _unnamed(layout: Sheet) -> str:
    empty = (f'(IF({place(layout, head)}=0,"",{text(layout, head)})="")' for head in identifying(layout))
    return "*".join(empty)


def identifying(layout: Sheet) -> tuple[str, ...]:
    """Return the columns by which `suspicious` knows a row."""
    return tuple(column.name for column in layout.columns if column.entry == "required")[:2]


def cells(layout: Sheet, column: str) -> str:
    """Return the filled data rows of a column; those of the first one where the sheet has no such column."""
    where, head, end = area(layout), name(layout, "表头"), name(layout, "末行")
    at = f"MAX(1,{place(layout, column)})"
    return f"INDEX({where},{head}+1,{at}):INDEX({where},{end},{at})"


def text(layout: Sheet, column: str) -> str:
    """Return the texts of a column without surrounding blanks."""
    return plain(layout, column, clean(cells(layout, column)))


def plain(layout: Sheet, column: str, changed: str) -> str:
    """Return `changed`, or the cells of a column as they are where nothing in them is to change."""
    return f'IF({marked(layout, column)},{changed},{cells(layout, column)}&"")'


def optional(layout: Sheet, column: str) -> str:
    """Return the texts of a column, nothing where the sheet has no such column."""
    return f'IF({place(layout, column)}=0,"",{text(layout, column)})'


def ids(layout: Sheet, column: str) -> str:
    """Return the ids of a column as `identifier` spells them, nothing where the sheet has no such column."""
    formula = plain(layout, column, identifier(clean(cells(layout, column))))
    return f'IF({place(layout, column)}=0,"",{formula})'


def single(layout: Sheet, column: str, row: str) -> str:
    """Return one cell of a column; `row` counts from the first data row as 1."""
    return f"INDEX({area(layout)},{name(layout, '表头')}+{row},MAX(1,{place(layout, column)}))"


def identifier(cell: str) -> str:
    """Return a formula for an id as it is compared: without blanks, all dashes one."""
    return replaced(cell, ((" ", ""), *((dash, "-") for dash in DASHES)))


def sums(layout: Sheet) -> str:
    """Return for every row whether it is one of sums, as `merged_areas.is_sum` tells it."""
    formula = replaced(clean(_block(layout)), ((" ", ""), (":", ""), ("：", "")))
    marks = f"MMULT(1*ISNUMBER(MATCH({formula},{constants(merged_areas.SUBTOTALS)},0)),{_weights(layout)})"
    return f"{_nameless(layout)}*({marks}>0)"


def number_of_sums(layout: Sheet) -> str:
    """Return a formula for the number of rows of sums; only where a row has no name is any other cell looked at."""
    return f"IF(SUM({_nameless(layout)})=0,0,SUM({name(layout, SUMS)}))"


def _nameless(layout: Sheet) -> str:
    """Return for every row whether the columns that tell rows apart hold the word, a number or nothing."""
    words = (" ", ":", "：", *merged_areas.SUBTOTALS, "共", "个", "项", "条", "具体", "问题", "措施")
    columns = [
        f'IF({place(layout, column)}=0,"",{replaced(clean(cells(layout, column)), ((word, "") for word in words))})'
        for column in merged_areas.IDENTITY[layout.name]
    ]
    return "*".join(f'ISNUMBER(0+("0"&{column}))' for column in columns)


def numbers(layout: Sheet) -> str:
    """Return the numbers of the data rows, from 1."""
    return f"({_index(layout, cells(layout, layout.columns[0].name))}-{name(layout, '表头')})"


def define(book: Workbook) -> None:
    """Add the vectors to the workbook."""
    formulas = {
        "台账_序": numbers(PROBLEM),
        ALWAYS_NOTHING: constants(nothing.ALWAYS),
        "台账_编号": ids(PROBLEM, "编号"),
        "台账_即知即改": f"ISNUMBER(MATCH({text(PROBLEM, '即知即改')},{YES_WORDS},0))",
        "台账_逾期": f'({place(PROBLEM, "预警")}>0)*ISNUMBER(FIND("逾期",{cells(PROBLEM, "预警")}))',
        "销号_编号": (
            f'REPT({ids(CLOSURE, "问题编号")},({text(CLOSURE, "类型")}="销号")*({text(CLOSURE, "结论")}="通过"))'
        ),
        "台账_销号": 'IF(研判_销号="、、",0,(台账_编号<>"")*ISNUMBER(FIND("、"&UPPER(台账_编号)&"、",研判_销号)))',
        "措施_具体": f'({text(MEASURE, "上级措施")}<>"")',
        "制度_类型": text(REGULATION, "新建/修订"),
    }
    for layout in (PROBLEM, MEASURE, REGULATION):
        formulas[name(layout, "字长")] = f"MMULT(1*IFERROR(LEN({_block(layout)}),1),{_weights(layout)})"
        thorough = f'MMULT(1*({clean(_block(layout))}<>""),{_weights(layout)})'
        filled = (
            f"1*(IF({name(layout, UNNAMED)}=0,{numbers(layout)},"
            f"IF({name(layout, '可疑')},{thorough},{name(layout, '字长')}))>0)"
        )
        if layout is not REGULATION:
            formulas[name(layout, SUMS)] = sums(layout)
            filled = f"IF({name(layout, NUMBER_OF_SUMS)}=0,{filled},{filled}*(1-{name(layout, SUMS)}))"
        formulas[name(layout, "有行")] = filled
    for key, formula in formulas.items():
        book.defined_names[key] = DefinedName(key, attr_text=formula)


def _index(layout: Sheet, cells_of_rows: str) -> str:
    """Return the rows of some cells, counted from the first row of the area as 1."""
    return f"(ROW({cells_of_rows})-ROW({area(layout).split(':', maxsplit=1)[0]})+1)"


def _block(layout: Sheet) -> str:
    where, head, end, wide = area(layout), name(layout, "表头"), name(layout, "末行"), name(layout, "宽")
    return f"INDEX({where},{head}+1,1):INDEX({where},{end},{wide})"


def _weights(layout: Sheet) -> str:
    """Return 1 for each column of the block that people fill in, one below the other."""
    own = name(layout, WEIGHTS)
    return f"(INDEX({own},1):INDEX({own},{name(layout, '宽')}))"
