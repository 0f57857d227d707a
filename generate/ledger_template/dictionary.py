"""The sheet 字典: dropdown lists and counting rules, both open to the office."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.judgement.risks import risk_signals
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.cells import choices
from rectify_xl.text.refs import column_letters, quote_sheet, split_address
from rectify_xl.workbook import colours, palette, print_setup

LAST_ROW = 60
"""Last row of 字典 that dropdowns and counting rules read."""

SHEET = quote_sheet(schema.DICTIONARY)
_LIST_WIDTH = 14
_RULES_WIDTH = 102
"""On one line: rows are as high as their words, which are short."""
_COUNTING = (
    (vocabulary.COUNT_DONE_WORD, vocabulary.COUNT_DONE_FLAG, vocabulary.COUNTS_AS_DONE, "完成程度"),
    (vocabulary.COUNT_LONGTERM_WORD, vocabulary.COUNT_LONGTERM_FLAG, vocabulary.COUNTS_AS_LONGTERM, "后续要求"),
)


def list_name(name: str) -> str:
    """Return the defined name of a dropdown list."""
    return f"字典_{name}"


def area(header: str) -> str:
    """Return the body of a column of 字典, for use in formulas."""
    letter = column_letters(_headings().index(header) + 1)
    return f"{SHEET}!${letter}$2:${letter}${LAST_ROW}"


def _headings() -> list[str]:
    return [
        *vocabulary.LISTS,
        *(heading for word, flag, _, _ in _COUNTING for heading in (word, flag)),
        vocabulary.LETTER_WORD,
        vocabulary.LETTER_DAYS,
        vocabulary.SIGNAL_WORD,
        vocabulary.SIGNAL_WEIGHT,
        vocabulary.SYNONYM_WORD,
        vocabulary.SYNONYM_MEANS,
        vocabulary.DEPARTMENT_WORD,
        vocabulary.DEPARTMENT_AS,
    ]


def fill(book: Workbook, sheet: Worksheet) -> None:
    """Write the lists and counting rules, and name each list down to its last word."""
    for position, (name, words) in enumerate(vocabulary.LISTS.items(), 1):
        _column(sheet, position, name, words, colours.BLUE)
        _name_list(book, name)
    position = len(vocabulary.LISTS) + 1
    for word, flag, rules, name in _COUNTING:
        _column(sheet, position, word, tuple(rule.word for rule in rules), colours.NAVY)
        _column(
            sheet,
            position + 1,
            flag,
            tuple(vocabulary.YES if rule.counts else vocabulary.NO for rule in rules),
            colours.NAVY,
        )
        _choose(sheet, area(word), name, f"“{name}”列表中的词，一行一个。")
        _choose(sheet, area(flag), "是否", "填“是”的计入，填“否”或留空的不计入。改动后《统计汇总》立即重算。")
        position += 2
    _column(sheet, position, vocabulary.LETTER_WORD, tuple(stage.word for stage in vocabulary.LETTERS), colours.NAVY)
    _column(
        sheet, position + 1, vocabulary.LETTER_DAYS, tuple(stage.days for stage in vocabulary.LETTERS), colours.NAVY
    )
    _count_days(sheet, area(vocabulary.LETTER_DAYS))
    position += 2
    _column(
        sheet, position, vocabulary.SIGNAL_WORD, tuple(signal.title for signal in risk_signals.RELAPSE), colours.NAVY
    )
    _column(
        sheet,
        position + 1,
        vocabulary.SIGNAL_WEIGHT,
        tuple(signal.weight for signal in risk_signals.RELAPSE),
        colours.NAVY,
    )
    _weigh(sheet, area(vocabulary.SIGNAL_WEIGHT))
    position += 2
    _column(sheet, position, vocabulary.SYNONYM_WORD, tuple(choices.STATUS_SYNONYMS), colours.NAVY)
    _column(sheet, position + 1, vocabulary.SYNONYM_MEANS, tuple(choices.STATUS_SYNONYMS.values()), colours.NAVY)
    position += 2
    _column(sheet, position, vocabulary.DEPARTMENT_WORD, (), colours.NAVY)
    _column(sheet, position + 1, vocabulary.DEPARTMENT_AS, (), colours.NAVY)
    _explain(
        sheet, area(vocabulary.DEPARTMENT_WORD), "本单位的科室，一行一个；填了以后，名单以外的写法会在校验时指出。"
    )
    _explain(sheet, area(vocabulary.DEPARTMENT_AS), "别名、合署办公的科室计入哪个科室；留空的计入本名。")
    _column(sheet, position + 2, vocabulary.DEPARTMENT_NOTE, vocabulary.DEPARTMENT_RULES, colours.GREY)
    sheet.column_dimensions[column_letters(position + 2)].width = _RULES_WIDTH
    sheet.cell(1, position + 2).font = Font(
        name=colours.HEAD_FONT, size=colours.BODY_SIZE, bold=True, color=colours.INK
    )
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.tabColor = colours.GREY
    heads = _headings()
    print_setup.set_up(sheet, breaks=(heads.index(vocabulary.NOTHING_REMAINS), heads.index(vocabulary.SYNONYM_WORD)))


def _column(sheet: Worksheet, position: int, header: str, words: tuple[str | int, ...], colour: str) -> None:
    letter = column_letters(position)
    dimension = sheet.column_dimensions[letter]
    dimension.width = _LIST_WIDTH
    dimension.font = palette.BODY
    dimension.alignment = palette.WRAPPED
    head = sheet.cell(1, position, header)
    head.fill = palette.solid(colour)
    head.font = Font(name=colours.HEAD_FONT, size=colours.BODY_SIZE, bold=True, color=colours.WHITE)
    head.alignment = palette.MIDDLE
    head.border = palette.box()
    for row, word in enumerate(words, 2):
        cell = sheet.cell(row, position, word)
        cell.font = palette.BODY
        cell.alignment = palette.WRAPPED
        cell.border = palette.box()


def _name_list(book: Workbook, name: str) -> None:
    """Name a list from its first row to its last filled one: words added below join it, gaps do not shorten it."""
    body = area(name)
    first = body.split(":", maxsplit=1)[0]
    rows = f'SUMPRODUCT(MAX(({body}<>"")*(ROW({body})-ROW({first})+1)))'
    formula = f"OFFSET({first},0,0,MAX(1,{rows}),1)"
    book.defined_names[list_name(name)] = DefinedName(list_name(name), attr_text=formula)


def _validate(sheet: Worksheet, body: str, validation: DataValidation) -> None:
    sheet.add_data_validation(validation)
    validation.add(split_address(body)[1].replace("$", ""))


def _choose(sheet: Worksheet, body: str, name: str, prompt: str) -> None:
    validation = dropdown(name)
    validation.prompt = prompt
    validation.showInputMessage = True
    _validate(sheet, body, validation)


def _explain(sheet: Worksheet, body: str, prompt: str) -> None:
    validation = DataValidation(allow_blank=True, showInputMessage=True, prompt=prompt)
    _validate(sheet, body, validation)


def _count_days(sheet: Worksheet, body: str) -> None:
    validation = DataValidation(
        type="whole",
        operator="greaterThanOrEqual",
        formula1="1",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="不是天数",
        error="请填1以上的整数；不用这种文书的，请留空。是否仍要保留？",
        prompt="逾期满这个天数，即应发左边的文书；留空的不发。",
        showInputMessage=True,
    )
    _validate(sheet, body, validation)


def _weigh(sheet: Worksheet, body: str) -> None:
    validation = DataValidation(
        type="whole",
        operator="between",
        formula1="0",
        formula2=str(vocabulary.HEAVIEST),
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="不是权重",
        error=f"请填0到{vocabulary.HEAVIEST}的整数；不用这个信号的，填0。是否仍要保留？",
        prompt=(
            f"左边的信号给反弹风险分加多少；填0不用，留空按程序的默认值。"
            f"合计满{risk_signals.REPORTED_FROM}分列黄，满{risk_signals.ORANGE_FROM}分列橙，满{risk_signals.RED_FROM}分列红。"
        ),
        showInputMessage=True,
    )
    _validate(sheet, body, validation)


def dropdown(name: str, words: Sequence[str] = ()) -> DataValidation:
    """Return a dropdown of a list, or of a program's own `words`.

    Another word is warned about and may stay, so that pasting loses nothing.
    """
    remedy = f"这个词不在《字典》的“{name}”中。需要新词时，请先加到《字典》该列末尾。是否仍要保留？"
    return DataValidation(
        type="list",
        formula1=f'"{",".join(words)}"' if words else list_name(name),
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="不在选项中",
        error=f"请从{'、'.join(words)}中选一个。是否仍要保留？" if words else remedy,
    )
