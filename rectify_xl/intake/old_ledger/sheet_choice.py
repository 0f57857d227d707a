"""Which sheets of an old ledger are read, and what their names say of all their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectify_xl.intake.old_ledger import row_kinds, sheet_lines, table_bands
from rectify_xl.intake.old_ledger.column_choices import ColumnChoices
from rectify_xl.intake.old_ledger.old_records import OldCell
from rectify_xl.intake.old_ledger.sheet_use import COPY, DATA, TEMPLATE, SheetUse
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.ledger import heading_words as words
from rectify_xl.text import cell_value

_OFFICE_NAME = r".{1,10}(?:科|股|室|处|部|办|中心|所|站|院|队|组|委|局|村|社区|支部|公司)"
_ASPECT_IN_TITLE = r"[（(—\-\s]([\u4e00-\u9fff、“”]{2,24}方面)[）)]?$"
_PLAIN_NAME = (
    r"(?i:sheet\d*|附?表\s*[\d一二三四五六七八九十]*|附件\d*|[一二三四五六七八九十]{1,2}|(?:20\d\d年)?\d{1,2}月份?|\d+"
    r"|工作表\d*|.*台账.*|.*清单.*|.*汇总.*|.*明细.*|第.{1,2}批)"
)


def with_titled_templates(uses: Sequence[SheetUse]) -> list[SheetUse]:
    """Return the uses; a filled sheet whose title alone calls it a template is read where no other holds problems."""
    if any(use.is_data for use in uses):
        return list(uses)
    return [
        use._replace(use=DATA)
        if use.use == TEMPLATE and not use.hidden and use.problems > 1 and not sheet_lines.is_template(use.view, "")
        else use
        for use in uses
    ]


def without_copies(views: Sequence[SheetView], uses: Sequence[SheetUse], choices: ColumnChoices) -> list[SheetUse]:
    """Return the uses, in which only one of several sheets with the same problems is read.

    That is the one that a person chose, else one that is neither hidden nor called a copy, and of those the newest by
    the day in its name (3月, 4月, 5月), else the first.
    """
    texts: dict[str, set[str]] = {
        use.sheet: {cell_value.key(p.text(words.PROBLEM)) for table in use.tables for p in table.problems}
        for use in uses
        if use.is_data
    }
    rank = {
        use.sheet: (
            bool(choices.uses.get(use.sheet)),
            not use.hidden,
            not sheet_lines.is_old_copy(view),
            sheet_lines.day_in_name(use.sheet),
            len(texts.get(use.sheet, ())),
            -at,
        )
        for at, (view, use) in enumerate(zip(views, uses, strict=True))
    }
    read: list[str] = []
    copies: dict[str, list[str]] = {}
    for sheet in sorted(texts, key=lambda name: rank[name], reverse=True):
        mine = texts[sheet]
        common = mine & set().union(*(texts[other] for other in read))
        rivals = [other for other in read if texts[other] & mine]
        if 2 * len(common) > len(mine) and not choices.uses.get(sheet):
            copies[sheet] = rivals
        else:
            read.append(sheet)
    return [
        use._replace(use=f"{COPY}（{'、'.join(f'《{rival}》' for rival in copies[use.sheet])}）")
        if use.sheet in copies
        else use
        for use in uses
    ]


def with_sheet_words(uses: Sequence[SheetUse]) -> list[SheetUse]:
    """Return the uses with the 方面 or the 责任科室 that a whole sheet stands for."""
    several = sum(use.is_data for use in uses) > 1
    return [_with_own_words(use, several=several) if use.is_data else use for use in uses]


def _with_own_words(use: SheetUse, *, several: bool) -> SheetUse:
    name = use.sheet.strip()
    roles = {column.meaning.role for table in use.tables for column in table.columns}
    problems = [problem for table in use.tables for problem in table.problems]
    department = aspect = ""
    if not any(problem.cells.get(words.DEPARTMENT) for problem in problems):
        named = name if several and re.fullmatch(_OFFICE_NAME, name) else ""
        same = name if sheet_lines.bracketed(use.facts.title) == name else ""
        department = use.facts.stated.get("department", "") or named or same
    kind = table_bands.state_of(name) if several else None
    if not any(problem.cells.get(words.ASPECT) for problem in problems) and words.ASPECT not in roles:
        plain = re.fullmatch(_PLAIN_NAME, name) or department == name or not several or kind
        titled = re.search(_ASPECT_IN_TITLE, use.facts.title)
        stated = use.facts.stated.get("aspect", "") or (titled[1] if titled and several else "")
        aspect = row_kinds.title(stated) or ("" if plain else row_kinds.title(name))
    return use._replace(aspect=aspect, department=department, kind=kind)


def fill_in(uses: Sequence[SheetUse]) -> None:
    """Give the problems of each sheet the words that hold for all of it."""
    for use in uses:
        for table in use.tables if use.is_data else ():
            for problem in table.problems:
                for role, text in ((words.ASPECT, use.aspect), (words.DEPARTMENT, use.department)):
                    if text and not problem.cells.get(role):
                        problem.add(role, OldCell(text))
                if use.kind and not problem.cells.get(use.kind.role) and not problem.ticks:
                    problem.add(use.kind.role, OldCell(use.kind.title))
