"""Hidden tables of 统计汇总: every spelling of a column once, with what it means, worked out once for all its rows.

A row of the ledger then only looks up its own spelling. Each table stands in columns of its own, from row 2 on; its
first line is what an empty cell means. Keys end with a bar, so that an empty one is a text like every other. There is
no IF over a whole column: LibreOffice takes long for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from generate.ledger_template import defined_names
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.cells import departments, nothing
from rectify_xl.ledger.counting.summary_layout import SummaryTable
from rectify_xl.ledger.schema import Sheet
from rectify_xl.text.refs import column_letters, formula_address

FIRST_ROW = 6
_ORDINAL, _KEY, _TEXT = "序", "键", "写法"
BAR = "|"
ORDER = "AD"
"""Beside every line for a name of 统计汇总 the place of that name in its table of spellings."""
UNUSED = 1_000_000
"""What stands as the number of a line that holds no spelling."""


class Distinct(NamedTuple):
    """One table: the column of a sheet, its name, how many spellings it holds, and where it begins.

    `facts` are its further columns, the last of which is what a row gets.
    """

    layout: Sheet
    column: str
    slots: int
    left: int
    facts: tuple[str, ...]
    longest: int = defined_names.LONGEST

    @property
    def name(self) -> str:
        """What the defined names of this table begin with."""
        return f"{defined_names.SHORT[self.layout.name]}{self.column}"

    @property
    def last_row(self) -> int:
        """The last row of the table."""
        return FIRST_ROW + self.slots - 1

    def letter(self, fact: str) -> str:
        """Return the letters of one of its columns."""
        return column_letters(self.left + (_ORDINAL, _KEY, _TEXT, *self.facts).index(fact))

    def cell(self, fact: str, row: int) -> str:
        """Return one cell for use in the same row."""
        return f"${self.letter(fact)}{row}"

    def vector(self, fact: str) -> str:
        """Return a whole column of the table."""
        letter = self.letter(fact)
        return formula_address(schema.SUMMARY, f"${letter}${FIRST_ROW}:${letter}${self.last_row}")

    @property
    def keys(self) -> str:
        """The spelling of every row of the ledger, with a bar."""
        cells = defined_names.cells(self.layout, self.column)
        formula = defined_names.plain(self.layout, self.column, defined_names.tamed(defined_names.clean(cells)))
        formula = f'IF({defined_names.place(self.layout, self.column)}=0,"",{formula})'
        return f'LEFT({formula},{self.longest + 1})&"{BAR}"'

    def looked_up(self, missing: str, fact: str = "") -> str:
        """Return for every row the last number that its spelling means; `missing` where the table does not hold it.

        With `fact` it is another one, which may be a text.
        """
        first, last = self.letter(_KEY), self.letter(fact or self.facts[-1])
        table = formula_address(schema.SUMMARY, f"${first}${FIRST_ROW}:${last}${self.last_row}")
        place = 3 + (self.facts.index(fact) if fact else len(self.facts) - 1)
        return f"IFERROR({'' if fact else '0+'}VLOOKUP({self.name}_各行,{table},{place},0),{missing})"

    @property
    def full(self) -> str:
        """A formula that tells whether the table has no room left."""
        return f"{self.cell(_ORDINAL, self.last_row)}<{UNUSED}"

    def fill(self, book: Workbook, sheet: Worksheet, formulas: Iterable[tuple[str, str]], kept: str = "") -> None:
        """Write the table; `formulas` give each fact for a row of which `{写法}` and the facts before it are cells.

        `kept` gives the keys of the rows whose spellings belong into it, nothing for the others.
        """
        keys = f"{self.name}_各行"
        book.defined_names[keys] = DefinedName(keys, attr_text=self.keys)
        numbers = defined_names.numbers(self.layout)
        ordinal, first = self.letter(_ORDINAL), FIRST_ROW + 1
        where = f"{ordinal}{first}:{ordinal}{self.last_row}"
        again = f"(IFERROR(MATCH({keys},{kept or keys},0),0)<>{numbers})"
        if self.longest < defined_names.LONGEST:
            again += f"+(LEN({keys})>{self.longest + 1})"
        rank = f"ROW({where})-ROW({ordinal}${first})+1"
        formula = f"=IFERROR(SMALL({numbers}+{UNUSED}*({again}),{rank}),{UNUSED})"
        sheet[f"{ordinal}{first}"] = ArrayFormula(where, formula)
        sheet[f"{ordinal}1"], sheet[f"{self.letter(_KEY)}1"], sheet[f"{self.letter(_TEXT)}1"] = self.name, _KEY, _TEXT
        for fact, _ in formulas:
            sheet[f"{self.letter(fact)}1"] = fact
        for row in range(FIRST_ROW, self.last_row + 1):
            number = self.cell(_ORDINAL, row)
            cells = {fact: self.cell(fact, row) for fact in (_TEXT, *self.facts)}
            if row == FIRST_ROW:
                sheet[f"{self.letter(_KEY)}{row}"] = BAR
                sheet[f"{self.letter(_TEXT)}{row}"] = '=""'
            else:
                one = defined_names.tamed(defined_names.clean(defined_names.single(self.layout, self.column, number)))
                sheet[f"{self.letter(_TEXT)}{row}"] = f'=IF({number}>={UNUSED},"",{one})'
                sheet[f"{self.letter(_KEY)}{row}"] = f'=IF({number}>={UNUSED},"",{cells[_TEXT]}&"{BAR}")'
            for fact, formula in formulas:
                text = formula
                text = text.replace("{名称列}", self.vector("名称") if "名称" in self.facts else "")
                for known, cell in cells.items():
                    text = text.replace(f"{{{known}}}", cell)
                text = text if row == FIRST_ROW else f'IF({number}>={UNUSED},"",{text})'
                sheet[f"{self.letter(fact)}{row}"] = f"={text}"


def unfilled(cell: str) -> str:
    """Return a formula that tells whether a title or a name says that there is none (无, /, —)."""
    folded = defined_names.replaced(cell, ((" ", ""), ("（", "("), ("）", ")")))
    words = defined_names.constants(sorted(word for word in vocabulary.UNFILLED if word))
    return f"ISNUMBER(MATCH({folded},{words},0))"


def aspect(table: SummaryTable) -> tuple[tuple[str, str], ...]:
    """Return the facts about a spelling of 方面: its name, and its line."""
    return (("名称", f'IF({unfilled("{写法}")},"",{{写法}})'), ("行", _line(table)))


def person(table: SummaryTable, rules: str = "") -> tuple[tuple[str, str], ...]:
    """Return the facts about a cell that may name several, spelled as `departments.names` does; `rules` are of 字典."""
    marks = [(mark, "、") for mark in departments.SEPARATORS if mark != "、"]
    plain = defined_names.replaced("{写法}", (*marks, ("(", "（"), (")", "）")))
    behind = 'FIND("）",{文}&"（）",{括})'
    start = f'IF({{括}}<FIND("、",{{文}}&"、"),{behind},1)'
    before = 'TRIM(LEFT({首},FIND("（",{首}&"（")-1))'
    gap = f'FIND(" ",{before}&" ")'
    parted = f'AND({gap}>2,LEN(SUBSTITUTE({before}," ",""))-{gap}>0)'
    spelled = 'SUBSTITUTE({词}," ","")'
    counted = f"IFERROR(VLOOKUP({spelled},{rules},2,0),{spelled})" if rules else spelled
    return (
        ("全", plain),
        ("文", 'IF(LEFT({全},1)="、",MID({全},2,250),{全})'),
        ("括", 'FIND("（",{文}&"（")'),
        ("首", f'TRIM(LEFT({{文}},FIND("、",{{文}}&"）、",{start})-1))'),
        ("词", f"IF({parted},LEFT({{首}},{gap}-1),{{首}})"),
        ("名称", f'IF({unfilled("{首}")},"",{counted})'),
        ("行", _line(table)),
    )


PERSON_FACTS = ("全", "文", "括", "首", "词", "名称", "行")


STATUS_MARKS = tuple((mark, "") for mark in (" ", *"。．.，,；;、"))
"""What `choices.folded` leaves out of a word of a list."""


def status(words: str, known: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return the facts about a word of a list: how it is compared, whether no list knows it, and whether it counts."""
    unknown = [f"ISNA(MATCH({{折}},{area},0))" for area in known]
    return (
        ("折", defined_names.replaced("{写法}", STATUS_MARKS)),
        ("不识", f'1*AND({",".join(unknown)},{{折}}<>"")' if unknown else "0"),
        ("计", f"1*ISNUMBER(MATCH({{折}},{words},0))"),
    )


STATUS_FACTS = ("折", "不识", "计")


def remaining(words: str) -> tuple[tuple[str, str], ...]:
    """Return the facts about 剩余事项: how it is compared, and whether it says that nothing remains."""
    known = "+".join(f"ISNUMBER(MATCH({{折}},{area},0))" for area in (words, defined_names.ALWAYS_NOTHING))
    return (("折", nothing_folded("{写法}")), ("无", f'1*(({{折}}="")+{known}>0)'))


REMAINING_FACTS = ("折", "无")


def related() -> tuple[tuple[str, str], ...]:
    """Return the facts about 关联编号: its ids between marks, and whether any of them is closed in 销号登记."""
    marks = defined_names.replaced("{写法}", ((mark, "、") for mark in "，,；;/ "))
    listed = f'"、"&{defined_names.identifier(marks)}&"、"'
    inside = 'ISNUMBER(SEARCH("、"&销号_编号&"、",{号}))*(销号_编号<>"")*ISNUMBER(MATCH(销号_编号,台账_编号,0))'
    return (("号", listed), ("旧", f'IF({{写法}}="",0,1*(SUMPRODUCT({inside})>0))'))


RELATED_FACTS = ("号", "旧")


def nothing_folded(cell: str) -> str:
    """Return a formula for a text as `nothing.folded` compares it."""
    return defined_names.replaced(cell, (pair for pair in nothing.FOLDS if pair[0] not in "\r\t"))


def _line(table: SummaryTable) -> str:
    """Return the line of 统计汇总 on which a name stands."""
    place = "MATCH({名称},{名称列},0)"
    line_number = f"ROW($B${table.first})-1+MATCH({place},${ORDER}${table.first}:${ORDER}${table.last},0)"
    return f'IF({{名称}}="",ROW($B${table.loose}),IFERROR({line_number},ROW($B${table.over})))'
