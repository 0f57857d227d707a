"""Conditional formats: rows and cells take their colour from what the computed columns say; no cell is painted."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from generate.ledger_template import defined_names, distinct
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.schema import Sheet
from rectify_xl.text.refs import column_letters
from rectify_xl.workbook import colours, palette

ERROR_WORD = "错误"
REMINDER_WORD = "提醒"
"""Words before 【列名】 in 校验标记."""

_LEVEL_COLOURS = (
    (vocabulary.RED, colours.RED_ROW, colours.INK),
    (vocabulary.ORANGE, colours.ORANGE_ROW, colours.LINE),
    (vocabulary.YELLOW, colours.YELLOW_ROW, colours.LINE),
)


def add(sheet: Worksheet, layout: Sheet) -> None:
    """Add the conditional formats of a data sheet, the most urgent first."""
    last = column_letters(len(layout.columns))
    area = f"A2:{last}{schema.CAPACITY}"
    rules = []
    if schema.MARK in layout.columns:
        mark = f"${_letter(layout, schema.MARK.name)}2"
        rules += [
            palette.rule(_token(ERROR_WORD, mark), fill=colours.ERROR_CELL, ink=colours.WHITE, bold=True),
            palette.rule(_token(REMINDER_WORD, mark), fill=colours.REMINDER_CELL, ink=colours.INK, bold=True),
        ]
    if layout is schema.PROBLEMS:
        warning = f"${_letter(layout, '预警')}2"
        rules += [
            palette.rule(f'LEFT({warning},1)="{level}"', fill=fill, line=line) for level, fill, line in _LEVEL_COLOURS
        ]
        done = f"${_letter(layout, '完成程度')}2"
        remaining = f"${_letter(layout, '剩余事项')}2"
        rules.append(
            palette.rule(
                _done(done, remaining),
                fill=colours.DONE_ROW,
                ink=colours.DONE_INK,
            )
        )
    if layout is schema.WARNINGS:
        level_cell = f"${_letter(layout, '级别')}2"
        rules += [
            palette.rule(f'LEFT({level_cell},1)="{level}"', fill=fill, line=line)
            for level, fill, line in _LEVEL_COLOURS
        ]
    if layout is schema.FINDINGS:
        level_cell = f"${_letter(layout, '级别')}2"
        rules += [
            palette.rule(f'LEFT({level_cell},2)="{ERROR_WORD}"', fill=colours.RED_ROW, line=colours.INK),
            palette.rule(f'LEFT({level_cell},2)="{REMINDER_WORD}"', fill=colours.YELLOW_ROW),
        ]
    rules.append(palette.rule(f"COUNTA($A2:${last}2)>0"))
    for rule in rules:
        sheet.conditional_formatting.add(area, rule)


def _done(done: str, remaining: str) -> str:
    """Return the formula of a row that counts as 完成, as `rollup.is_done` decides."""
    word = defined_names.replaced(defined_names.clean(done), distinct.STATUS_MARKS)
    left = distinct.nothing_folded(defined_names.clean(remaining))
    nothing = (
        f'OR({defined_names.clean(remaining)}="",{left}="",ISNUMBER(MATCH({left},{defined_names.NOTHING_WORDS},0)))'
    )
    return f"AND(ISNUMBER(MATCH({word},{defined_names.DONE_WORDS},0)),{nothing})"


def _letter(layout: Sheet, column: str) -> str:
    return column_letters(layout.position(column))


def _token(word: str, mark: str) -> str:
    return f'ISNUMBER(FIND("{word}【"&A$1&"】",{mark}))'
