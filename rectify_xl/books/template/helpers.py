"""Hidden columns of 统计汇总 that its formulas lean on: where the data end, which words count, what does not add up."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl import schema, vocabulary
from rectify_xl import summary_layout as at
from rectify_xl.books.template import dictionary, names
from rectify_xl.refs import quote_sheet

LABEL, VALUE, LONGTERM = "M", "N", "O"
DIFFERENCES = "N4&N5&N6"
"""All controls together: empty where everything adds up."""

WORDS_ROW = 10
_SHEET = quote_sheet(schema.SUMMARY)


def array(sheet: Worksheet, where: str, formula: str) -> None:
    """Write a formula that is evaluated over whole vectors in every spreadsheet program, into a cell or an area."""
    sheet[where.split(":", maxsplit=1)[0]] = ArrayFormula(where, f"={formula}")


def fill(book: Workbook, sheet: Worksheet) -> None:
    """Fill the hidden helper columns: where the data end, which words count, what does not add up."""
    ends = (
        (names.PROBLEM_END, schema.PROBLEMS),
        (names.MEASURE_END, schema.MEASURES),
        (names.REGULATION_END, schema.REGULATIONS),
    )
    for row, (name, layout) in enumerate(ends, 1):
        sheet[f"{LABEL}{row}"] = name
        array(sheet, f"{VALUE}{row}", names.last_row(layout))
        book.defined_names[name] = DefinedName(name, attr_text=f"{_SHEET}!${VALUE}${row}")
    for row, (label, formula) in enumerate(_differences(), len(ends) + 1):
        sheet[f"{LABEL}{row}"] = label
        sheet[f"{VALUE}{row}"] = f"={formula}"
    words = (
        (VALUE, names.DONE_WORDS, vocabulary.COUNT_DONE_WORD, vocabulary.COUNT_DONE_FLAG),
        (LONGTERM, names.LONGTERM_WORDS, vocabulary.COUNT_LONGTERM_WORD, vocabulary.COUNT_LONGTERM_FLAG),
    )
    end = WORDS_ROW + dictionary.LAST_ROW - 2
    sheet[f"{LABEL}{WORDS_ROW}"] = "计入的词"
    for letter, name, word, flag in words:
        for offset in range(dictionary.LAST_ROW - 1):
            word_cell, flag_cell = (
                dictionary.area(header).split(":")[0][:-1] + str(offset + 2) for header in (word, flag)
            )
            counts = f'AND({names.clean(word_cell)}<>"",ISNUMBER(MATCH({names.clean(flag_cell)},{names.YES_WORDS},0)))'
            sheet[f"{letter}{WORDS_ROW + offset}"] = f'=IF({counts},{names.clean(word_cell)},"{names.NOT_COUNTED}")'
        area = f"{_SHEET}!${letter}${WORDS_ROW}:${letter}${end}"
        book.defined_names[name] = DefinedName(name, attr_text=area)


def _differences() -> tuple[tuple[str, str], ...]:
    """Return label and formula of each control; a formula gives an empty text where all is well."""
    below = "&".join(
        f'IF({names.below_capacity(each)}>0,"《{each.name}》第{schema.CAPACITY}行以下还有内容，没有计入；","")'
        for each in (schema.PROBLEMS, schema.MEASURES, schema.REGULATIONS)
    )
    return (
        ("末行以下", below),
        ("按方面", _difference("方面", at.ASPECT_FIRST, at.ASPECT_LAST, at.ASPECT_TOTAL, at.ASPECT_SLOTS)),
        (
            "按责任科室",
            _difference("责任科室", at.DEPARTMENT_FIRST, at.DEPARTMENT_LAST, at.DEPARTMENT_TOTAL, at.DEPARTMENT_SLOTS),
        ),
    )


def _difference(word: str, first: int, last: int, total: int, slots: int) -> str:
    slot_area = f"C{first}:C{last}"
    missing = f"C{total}-SUM({slot_area})-C{last + 1}"
    hidden = f"SUM({slot_area})-SUBTOTAL(109,{slot_area})"
    return (
        f'IF({missing}<>0,"按{word}合计与分项相差"&({missing})&"个问题（{word}超过{slots}个，本页列不下）；","")'
        f'&IF({hidden}<>0,"按{word}有"&({hidden})&"个问题在隐藏的行里，请选中第{first - 1}行至第{last + 1}行，'
        f'右键“取消隐藏”；","")'
    )
