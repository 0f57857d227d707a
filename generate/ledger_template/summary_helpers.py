"""Hidden columns of 统计汇总 on which its formulas rest: where the data stand, what counts, what does not add up."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from generate.ledger_template import defined_names, dictionary, distinct
from generate.ledger_template.distinct import Distinct
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.cells import nothing
from rectify_xl.ledger.counting import summary_layout
from rectify_xl.ledger.schema import Sheet
from rectify_xl.text.refs import column_letters, column_number, formula_address, quote_sheet

LABEL, VALUE = "N", "O"
DONE, LONGTERM, DEPARTMENT, COUNTS_AS, NOTHING = "P", "Q", "R", "S", "T"
COUNTS = ("V", "AC")
"""The counts of every line, beside it: problems, done, closed, ongoing, in time, overdue, long-term, at once."""
ORDER = distinct.ORDER
FIRST_HIDDEN, LAST_HIDDEN = "N", "CU"
HEADERS = ("CN", "CP", "CR", "CT")
"""Columns for the headers of a sheet; to the right of each which of them people fill in."""
GROUP_UNFILLED = "台账大项_无"
WRONG, REMARKS = "统计_不符", "统计_提示"
"""The names of what does not add up, and of what a reader should know though all adds up."""

_WORDS_ROW = 6
"""Below the row above which an office may insert lines of its own: Calc inserts none where an array begins."""

ASPECT = Distinct(defined_names.PROBLEM, "方面", 60, 32, ("名称", "行"))
DEPARTMENTS = Distinct(defined_names.PROBLEM, "责任科室", 120, 38, distinct.PERSON_FACTS)
LEADERS = Distinct(defined_names.PROBLEM, "牵头领导", 60, 49, distinct.PERSON_FACTS)
COMPLETION = Distinct(defined_names.PROBLEM, "完成程度", 40, 60, distinct.STATUS_FACTS)
FOLLOW_UP = Distinct(defined_names.PROBLEM, "后续要求", 40, 67, distinct.STATUS_FACTS)
REMAINING = Distinct(defined_names.PROBLEM, "剩余事项", 80, 74, distinct.REMAINING_FACTS, longest=20)
MEASURE_COMPLETION = Distinct(defined_names.MEASURE, "完成程度", 40, 80, distinct.STATUS_FACTS)
RELATED = Distinct(defined_names.PROBLEM, "关联编号", 40, 87, distinct.RELATED_FACTS)
TABLES = (RELATED, ASPECT, DEPARTMENTS, LEADERS, COMPLETION, FOLLOW_UP, REMAINING, MEASURE_COMPLETION)


def array(sheet: Worksheet, where: str, formula: str) -> None:
    """Write a formula that is evaluated over whole vectors in every spreadsheet program, into a cell or an area."""
    sheet[where.split(":", maxsplit=1)[0]] = ArrayFormula(where, f"={formula}")


def fill(book: Workbook, sheet: Worksheet) -> None:
    """Fill the hidden columns."""
    defined_names.define(book)
    _vectors(book)
    scalars = _Scalars(book, sheet)
    for layout, letter in zip(defined_names.LAYOUTS, HEADERS, strict=True):
        scalars.add(defined_names.name(layout, defined_names.HEADER), defined_names.header_row(layout))
        _headers(book, sheet, layout, letter)
        columns = (
            *defined_names.NEEDED[layout.name],
            *defined_names.USED[layout.name],
            *defined_names.identifying(layout),
        )
        for column in dict.fromkeys(columns):
            scalars.add(defined_names.place(layout, column), defined_names.position(layout, column))
        scalars.add(defined_names.name(layout, "宽"), defined_names.width(layout))
        scalars.add(defined_names.name(layout, defined_names.BOUND), defined_names.bound(layout))
        scalars.add(defined_names.name(layout, "末行"), defined_names.last_row(layout))
        for column in dict.fromkeys(columns):
            scalars.add(defined_names.marked(layout, column), defined_names.marks_of(layout, column))
        if layout is not defined_names.CLOSURE:
            scalars.add(defined_names.name(layout, defined_names.UNNAMED), defined_names.unnamed(layout))
            scalars.add(defined_names.name(layout, "可疑"), defined_names.suspicious(layout))
        if layout in (defined_names.PROBLEM, defined_names.MEASURE):
            scalars.add(defined_names.name(layout, defined_names.NUMBER_OF_SUMS), defined_names.number_of_sums(layout))
    words = defined_names.constants(sorted(word for word in vocabulary.UNFILLED if word))
    scalars.add(
        GROUP_UNFILLED, f"SUM(1*ISNUMBER(MATCH({defined_names.text(defined_names.PROBLEM, '大项')},{words},0)))>0"
    )
    scalars.add("台账_缺列", _missing())
    day, closed = (_info(item) for item in (schema.JUDGED, schema.JUDGED_CLOSED))
    scalars.add("研判_日期", f'IFERROR(IF({day}="","",INT({day})),"")')
    scalars.add("研判_销号", f'IFERROR("、"&{closed}&"、","")')
    related = defined_names.cells(defined_names.PROBLEM, "关联编号")
    pointing = (
        f'({defined_names.place(defined_names.PROBLEM, "关联编号")}>0)*(COUNTIF({related},"?*")+COUNT({related}))'
    )
    scalars.add("反弹_需", f"{pointing}+台账_合计数>0")
    _words(book, sheet, scalars)
    own = {
        ASPECT: distinct.aspect(summary_layout.ASPECTS),
        DEPARTMENTS: distinct.person(summary_layout.DEPARTMENTS, "口径_科室"),
        LEADERS: distinct.person(summary_layout.LEADERS),
        COMPLETION: distinct.status(defined_names.DONE_WORDS, _KNOWN),
        FOLLOW_UP: distinct.status(defined_names.LONGTERM_WORDS),
        REMAINING: distinct.remaining("口径_无剩余"),
        RELATED: distinct.related(),
        MEASURE_COMPLETION: distinct.status(defined_names.DONE_WORDS),
    }
    for table, formulas in own.items():
        kept = f"IF(反弹_需,REPT({table.name}_各行,1-台账_反弹),{table.name}_各行)" if "名称" in table.facts else ""
        table.fill(book, sheet, formulas, kept)
    for lines, table in (
        (summary_layout.ASPECTS, ASPECT),
        (summary_layout.DEPARTMENTS, DEPARTMENTS),
        (summary_layout.LEADERS, LEADERS),
    ):
        where = f"{ORDER}{lines.first}:{ORDER}{lines.last}"
        array(sheet, where, _order(table, f"ROW({where})-ROW({ORDER}${lines.first})+1"))
    _counts(sheet)
    for key, formula in zip((WRONG, REMARKS), controls(), strict=True):
        scalars.add(key, formula)


def _vectors(book: Workbook) -> None:
    """Define what each row counts as; a row of sums goes with the relapses, and counts nothing."""
    missing = f"ROW({formula_address(schema.SUMMARY, '$B')}${{}})"
    tame = defined_names.plain(
        defined_names.PROBLEM,
        "大项",
        defined_names.tamed(defined_names.clean(defined_names.cells(defined_names.PROBLEM, "大项"))),
    )
    related = defined_names.ids(defined_names.PROBLEM, "关联编号")
    target = defined_names.ids(defined_names.MEASURE, "问题编号")
    remarks = defined_names.optional(defined_names.PROBLEM, "备注")
    noted = f'ISNUMBER(FIND("反弹："&{related},{remarks}))*ISNUMBER(MATCH({related},台账_编号,0))'
    vectors = {
        "台账_大项": f"IF({GROUP_UNFILLED},REPT({tame},1-{distinct.unfilled(tame)}),{tame})",
        "台账_反弹": (
            f'((台账关联编号_各行<>"|")*({related}<>台账_编号)*(({RELATED.looked_up("0")}+{noted})>0)'
            f"+IF(台账_合计数=0,0,台账_合计))>0"
        ),
        "措施_反弹": f'({target}<>"")*ISNUMBER(MATCH({target},REPT(台账_编号,台账_反弹),0))',
        "措施_计": _without_relapses(defined_names.MEASURE),
        "制度_计": _without_relapses(defined_names.REGULATION),
        "台账_完成": f"{COMPLETION.looked_up('0')}*{REMAINING.looked_up('0')}",
        "台账_长期": FOLLOW_UP.looked_up("0"),
        "台账_码": "台账_有行*(1+4*台账_销号+8*台账_逾期+台账_完成*(2+16*台账_长期+32*台账_即知即改-8*台账_逾期))",
        "措施_完成": MEASURE_COMPLETION.looked_up("0"),
    }
    for lines, table in (
        (summary_layout.ASPECTS, ASPECT),
        (summary_layout.DEPARTMENTS, DEPARTMENTS),
        (summary_layout.LEADERS, LEADERS),
    ):
        line = table.looked_up(missing.format(lines.over))
        apart = f"+台账_反弹*{missing.format(summary_layout.REOPENED)}" if table is ASPECT else ""
        vectors[f"{table.name}_各行行号"] = f"IF(反弹_需,{line}*(1-台账_反弹){apart},{line})"
    for key, formula in vectors.items():
        book.defined_names[key] = DefinedName(key, attr_text=formula)


def _headers(book: Workbook, sheet: Worksheet, layout: Sheet, letter: str) -> None:
    """Write the headers of a sheet one below the other, and which of them people fill in."""
    columns = (letter, column_letters(column_number(letter) + 1))
    facts = (
        (defined_names.HEADERS, defined_names.headers(layout)),
        (defined_names.WEIGHTS, defined_names.weights(layout)),
    )
    for column, (fact, formula) in zip(columns, facts, strict=True):
        key = defined_names.name(layout, fact)
        where = f"${column}${_WORDS_ROW}:${column}${_WORDS_ROW + defined_names.WIDEST - 1}"
        sheet[f"{column}1"] = key
        array(sheet, where.replace("$", ""), formula)
        book.defined_names[key] = DefinedName(key, attr_text=formula_address(schema.SUMMARY, where))


class _Scalars:
    """Writes named single values one below the other."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self._book, self._sheet, self._row = book, sheet, 0

    def add(self, name: str, formula: str) -> None:
        """Write one value and name it."""
        self._row += 1
        self._sheet[f"{LABEL}{self._row}"] = name
        array(self._sheet, f"{VALUE}{self._row}", formula)
        self._book.defined_names[name] = DefinedName(
            name, attr_text=formula_address(schema.SUMMARY, f"${VALUE}${self._row}")
        )


def _words(book: Workbook, sheet: Worksheet, scalars: _Scalars) -> None:
    """List the words of 字典 that count, those that stand for nothing, and what a department counts as."""

    def listed(letter: str, name: str, header: str, formula: str, default: tuple[str, ...] = ()) -> None:
        sheet[f"{letter}1"] = name
        for offset in range(dictionary.LAST_ROW - 1):
            otherwise = defined_names.quoted(default[offset] if offset < len(default) else defined_names.NOT_COUNTED)
            shown = formula.replace("{row}", str(offset + 2))
            sheet[f"{letter}{_WORDS_ROW + offset}"] = f"=IF(字典列_{header}=0,{otherwise},{shown})"
        end = _WORDS_ROW + dictionary.LAST_ROW - 2
        area = formula_address(schema.SUMMARY, f"${letter}${_WORDS_ROW}:${letter}${end}")
        book.defined_names[name] = DefinedName(name, attr_text=area)

    def cell(header: str) -> str:
        return defined_names.clean(f"INDEX({_DICTIONARY},{{row}},MAX(1,字典列_{header}))")

    def folded(header: str) -> str:
        return defined_names.replaced(cell(header), distinct.STATUS_MARKS)

    def used(word: str, formula: str) -> str:
        return f'IF({cell(word)}="","{defined_names.NOT_COUNTED}",{formula})'

    def counting(word: str, flag: str) -> str:
        yes = f"ISNUMBER(MATCH({cell(flag)},{defined_names.YES_WORDS},0))"
        return used(word, f'IF({yes},{folded(word)},"{defined_names.NOT_COUNTED}")')

    headers = {
        "完成程度": vocabulary.COUNT_DONE_WORD,
        "计为完成": vocabulary.COUNT_DONE_FLAG,
        "后续要求": vocabulary.COUNT_LONGTERM_WORD,
        "计为长期": vocabulary.COUNT_LONGTERM_FLAG,
        "选项": "完成程度",
        "科室": vocabulary.DEPARTMENT_WORD,
        "计入": vocabulary.DEPARTMENT_AS,
        "无剩余": vocabulary.NOTHING_REMAINS,
    }
    for short, header in headers.items():
        heads = defined_names.clean(f"INDEX({_DICTIONARY},1,0)")
        scalars.add(f"字典列_{short}", f"IFERROR(MATCH({defined_names.quoted(header)},{heads},0),0)")
    done = tuple(word_rule.word for word_rule in vocabulary.COUNTS_AS_DONE if word_rule.counts)
    longterm = tuple(word_rule.word for word_rule in vocabulary.COUNTS_AS_LONGTERM if word_rule.counts)
    listed(DONE, defined_names.DONE_WORDS, "完成程度", counting("完成程度", "计为完成"), done)
    listed(LONGTERM, defined_names.LONGTERM_WORDS, "后续要求", counting("后续要求", "计为长期"), longterm)
    department = defined_names.replaced(cell("科室"), ((" ", ""), ("(", "（"), (")", "）")))
    counts_as = defined_names.replaced(cell("计入"), ((" ", ""), ("(", "（"), (")", "）")))
    listed(DEPARTMENT, "口径_科室名", "科室", used("科室", department))
    listed(COUNTS_AS, "口径_计入", "计入", used("科室", f'IF({counts_as}="",{department},{counts_as})'))
    last = _WORDS_ROW + dictionary.LAST_ROW - 2
    both = formula_address(schema.SUMMARY, f"${DEPARTMENT}${_WORDS_ROW}:${COUNTS_AS}${last}")
    book.defined_names["口径_科室"] = DefinedName("口径_科室", attr_text=both)
    nothings = tuple(nothing.folded(word) for word in vocabulary.LISTS[vocabulary.NOTHING_REMAINS])
    listed(NOTHING, "口径_无剩余", "无剩余", used("无剩余", distinct.nothing_folded(cell("无剩余"))), nothings)
    for name, column in zip(_KNOWN, ("选项", "完成程度"), strict=True):
        words = defined_names.replaced(
            defined_names.clean(f"INDEX({_DICTIONARY},0,MAX(1,字典列_{column}))"), distinct.STATUS_MARKS
        )
        book.defined_names[name] = DefinedName(name, attr_text=words)


_KNOWN = ("口径_选项", "口径_所列")
"""The words of 完成程度 that 字典 lists, as choices and in 口径."""
_DICTIONARY = f"{dictionary.SHEET}!$A$1:$BZ${dictionary.LAST_ROW}"


def _order(table: Distinct, rank: str) -> str:
    """Return the place of the first, second … name among the spellings, each name once."""
    names_of = table.vector("名称")
    fresh = _fresh(names_of)
    return f'IFERROR(SMALL(IF({fresh},ROW({names_of})-ROW({names_of.split(":")[0]})+1),{rank}),"")'


def _fresh(vector: str) -> str:
    first = vector.split(":", maxsplit=1)[0]
    return f'({vector}<>"")*(IFERROR(MATCH({vector},{vector},0),0)=ROW({vector})-ROW({first})+1)'


_MARK = "^"
"""What a pair of aspect and 大项 begins with, so that one of two empty names can be told."""


def number_of(table: Distinct) -> str:
    """Return a formula for the number of names."""
    return f"SUM({_fresh(table.vector('名称'))})"


def groups() -> str:
    """Return a formula for the number of 大项: titled ones, and one for each aspect that has problems without one."""
    aspect = ASPECT.looked_up('""', "名称")
    pair = f'LEFT({aspect}&"｜"&台账_大项,{defined_names.LONGEST})'
    pairs = f'"{_MARK}"&IF(反弹_需,REPT({pair},1-台账_反弹),{pair})&"|"'
    named = defined_names.replaced(pairs, ((f"{_MARK}｜|", ""), (f"{_MARK}|", "")))
    return f"COUNT(1/(MATCH({named},{pairs},0)=台账_序))"


def _counts(sheet: Worksheet) -> None:
    """Count all lines of the three tables at once, each row of the ledger being looked at once.

    Lines by rows is the large matrix: one comparison for all tables, as `tables` picks for each line the numbers of its
    own table, and three counts in one number, as no count reaches `_BASE`.
    """
    first, last = summary_layout.ASPECTS.first, summary_layout.LAST
    rows = f"ROW($B${first}:$B${last})"
    tables = "+".join(
        f"{table.name}_各行行号*{_row(position == number for position in range(3))}"
        for number, table in enumerate((ASPECT, DEPARTMENTS, LEADERS))
    )
    own = "+".join(
        f"({rows}>{above})*({rows}<={below})*{_row(position == number for position in range(3))}"
        for number, (above, below) in enumerate(
            (
                (0, summary_layout.REOPENED),
                (summary_layout.REOPENED, summary_layout.DEPARTMENTS.total),
                (summary_layout.DEPARTMENTS.total, summary_layout.LAST),
            )
        )
    )
    belongs = f"1*({rows}=MMULT({own},TRANSPOSE({tables})))"
    bits = f"MOD(INT(台账_码/{_row(1 << bit for bit in range(6))}),2)"
    powers = [_BASE ** (bit % 3) for bit in range(6)]
    packed = "{" + ";".join(f"{power},0" if bit < 3 else f"0,{power}" for bit, power in enumerate(powers)) + "}"
    sums = f"MMULT({belongs},MMULT({bits},{packed}))"
    unpacked = f"MOD(INT(MMULT({sums},{{1,1,1,0,0,0;0,0,0,1,1,1}})/{_row(powers)}),{_BASE})"
    counts = "{" + ";".join(",".join(map(str, row)) for row in _SHOWN) + "}"
    formula = f"MMULT({unpacked},{counts})"
    array(sheet, f"{COUNTS[0]}{first}:{COUNTS[1]}{last}", formula)


def _row(numbers: Iterable[int]) -> str:
    return "{" + ",".join(str(int(number)) for number in numbers) + "}"


_BASE = 4096
"""More than a sheet has rows that count."""
_SHOWN = (
    (1, 0, 0, 1, 1, 0, 0, 0),
    (0, 1, 0, -1, -1, 0, 0, 0),
    (0, 0, 1, 0, 0, 0, 0, 0),
    (0, 0, 0, 0, -1, 1, 0, 0),
    (0, 0, 0, 0, 0, 0, 1, 0),
    (0, 0, 0, 0, 0, 0, 0, 1),
)
"""What a row, done, closed, overdue, long-term and done at once each add to the counts of its line."""


def _missing() -> str:
    """Return a formula that names the columns without which the sheet would count wrongly."""
    return "&".join(
        f"IF({defined_names.place(layout, column)}=0,"
        f'"《{layout.name}》第"&{defined_names.name(layout, "表头")}&"行没有“{column}”列；","")'
        for layout in defined_names.LAYOUTS
        for column in defined_names.NEEDED[layout.name]
    )


def _info(item: str) -> str:
    info = quote_sheet(schema.INFO.name)
    return f'INDEX({info}!$B$1:$B$200,MATCH("{item}",{info}!$A$1:$A$200,0))'


def _without_relapses(layout: Sheet) -> str:
    """Return 1 for every row of a sheet, but for those that belong to a relapse registered anew alone."""
    rows = defined_names.name(layout, "有行")
    target = defined_names.ids(layout, "问题编号")
    apart = f'({target}<>"")*ISNUMBER(MATCH({target},REPT(台账_编号,台账_反弹),0))'
    if layout is defined_names.MEASURE:
        apart = f'措施_反弹*(1-{_parent("1-措施_反弹")})+({target}="")*{_parent("措施_反弹")}'
    return f"IF(反弹_需,{rows}*(1-({apart})),{rows})"


def _parent(kept: str) -> str:
    """Return 1 for every 具体措施 whose 上级措施 is one of the `kept` rows."""
    parent = defined_names.ids(defined_names.MEASURE, "上级措施")
    known = defined_names.ids(defined_names.MEASURE, "措施编号")
    return f'({parent}<>"")*ISNUMBER(MATCH({parent},REPT({known},{kept}),0))'


def controls() -> tuple[str, str]:
    """Return formulas for what does not add up, and for what a reader should know though all adds up."""
    below = [
        f'IF({defined_names.below_capacity(table)}>0,"《{table.name}》第{schema.CAPACITY}行以下还有内容，没有计入；","")'
        for table in (defined_names.PROBLEM, defined_names.MEASURE, defined_names.REGULATION)
    ]
    full = [f'IF({table.full},"“{table.column}”的写法超过{table.slots}种，可能没有数全；","")' for table in TABLES]
    over = [
        f'IF({COUNTS[0]}{lines.over}>0,"{word}超过{lines.slots}个，{word}列不下的问题"&{COUNTS[0]}{lines.over}'
        f'&"个在“{OVER}”行；","")'
        for lines, word in _TITLES
    ]
    hidden = [
        f'IF(SUM({area})>SUBTOTAL(109,{area}),"另有"&(SUM({area})-SUBTOTAL(109,{area}))&'
        f'"个问题所在的{word}行没有显示，请点“汇总统计”，或选中第{lines.first}行至第{lines.total}行右键“取消隐藏”；","")'
        for lines, word in _TITLES
        for area in (f"{COUNTS[0]}{lines.first}:{COUNTS[0]}{lines.over}",)
    ]
    unread = f"SUM({COMPLETION.vector('不识')})"
    words = f'IF({unread}>0,"完成程度有"&{unread}&"种写法不在《字典》里，按未完成计；","")'
    empty = [
        f'IF({COUNTS[0]}{lines.loose}>0,"有"&{COUNTS[0]}{lines.loose}&"个问题的{word}是空的：'
        f'如果是合并单元格，这里数不到，请取消合并、逐行填写；","")'
        for lines, word in ((summary_layout.ASPECTS, "方面"),)
    ]
    doubtful = f'SUM(1*ISNUMBER(FIND("时限读不出",{defined_names.optional(defined_names.PROBLEM, "预警")})))'
    deadlines = f'IF({doubtful}>0,"时限读不出的"&{doubtful}&"个，没有计入逾期；","")'
    return "&".join((*below, *full, *over)), "&".join((*hidden, *empty, words, deadlines))


OVER = "（本页列不下）"
_TITLES = ((summary_layout.ASPECTS, "方面"), (summary_layout.DEPARTMENTS, "科室"), (summary_layout.LEADERS, "领导"))
