"""Compare a ledger with the blank one, sheet by sheet, and put back what it lost; all other parts keep their bytes."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.text.excerpts import first_few
from rectify_xl.text.refs import Area
from rectify_xl.workbook import protection
from rectify_xl.workbook.editing.package_draft import PackageDraft
from rectify_xl.workbook.reading import read_workbook
from rectify_xl.workbook.repair import colour_rules, list_names, memory_sheet, page_head, summary_formulas, validations
from rectify_xl.workbook.repair.column_map import ColumnMap, place
from rectify_xl.workbook.repair.summary_formulas import ReplacedCell
from rectify_xl.workbook.repair.worksheet_order import parse, serialise

_STYLES = "xl/styles.xml"
COLOURS, ENTRY, SHEET, LIST, FORMULA = "自动标色", "下拉和填写提示", "工作表", "下拉选项的名称", "公式"
_LISTED = 8
"""Cells that are named."""


class Damage(NamedTuple):
    """What was lost: of which kind, where (a column for ENTRY and LIST), in how many rows in use, and what stays.

    Of FORMULA `column` names the cells, `rows` is their number, and `replaced` tells what stood in them. `rows` is 0
    where only rows that are not yet in use had lost something, `own` counts cells with a person's own rule.
    """

    sheet: str
    kind: str
    column: str
    rows: int
    own: int = 0
    replaced: tuple[ReplacedCell, ...] = ()


class Repaired(NamedTuple):
    """The mended workbook and what had been lost; without any damage the bytes are those of the ledger."""

    data: bytes
    damages: tuple[Damage, ...]


def repair(data: bytes, blank: bytes, name: str, *, asked: bool = False) -> Repaired:
    """Return the ledger in `data` with the dropdowns, messages, colours and sums of the ledger in `blank`.

    Protected sheets are left alone; raises `BookError` where one has lost something and a user `asked` for the repair.
    """
    draft = PackageDraft(data)
    source = PackageDraft(blank)
    damages = mend(draft, source, read_workbook.read(data, name), asked=asked)
    restored = summary_formulas.restore(draft, source, asked=asked)
    if restored:
        cells = first_few((cell.ref for cell in restored), _LISTED)
        damages += (Damage(schema.SUMMARY, FORMULA, cells, len(restored), replaced=restored),)
    return Repaired(draft.packed() if damages else data, damages)


def mend(draft: PackageDraft, blank: PackageDraft, book: RawBook, *, asked: bool = False) -> tuple[Damage, ...]:
    """Put back into the draft of a ledger what it lost; `book` is what it reads. Raises as `repair` does."""
    facts, blank_facts = draft.facts, blank.facts
    workbook = parse(draft.read(facts.part))
    lists = list_names.repair(workbook, parse(blank.read(blank_facts.part)), book.sheets.get(schema.DICTIONARY))
    known = list_names.known(workbook)
    styles = colour_rules.RuleFormats(draft.styles, parse(blank.read(_STYLES))) if _STYLES in draft else None
    if lists:
        draft.put(facts.part, serialise(workbook))
    damages = [Damage(schema.DICTIONARY, LIST, name, 0) for name in lists]
    for layout in schema.TABLES:
        part, source = facts.sheets.get(layout.name), blank_facts.sheets.get(layout.name)
        if not part or not source or layout.name not in book.sheets:
            continue
        where = place(layout, reader.find_header(book.sheets[layout.name], layout))
        if not where.columns:
            continue
        sheet = draft.sheet(part)
        locked = protection.protected(draft.read(part), layout.name)
        frame = copy.deepcopy(sheet.frame) if locked else sheet.frame
        losses = list(_mend(frame, blank.sheet(source).frame, where, known, styles))
        if losses and locked:
            if asked:
                protection.refuse_protected(draft.read(part), layout.name)
            continue
        if losses:
            draft.touch(part)
            damages += losses
        if layout is schema.PROBLEMS and not locked and page_head.name_unit(sheet.frame, book):
            draft.touch(part)
    if schema.MEMORY.name not in facts.sheets:
        protection.refuse_new_sheet(draft.package, facts.part, book.name)
        damages.append(Damage(schema.MEMORY.name, SHEET, "", 0))
        memory_sheet.add(draft, facts.part)
    return tuple(damages)


def damage_sentence(damages: Sequence[Damage]) -> str:
    """Return one sentence that names everything that was lost and put back."""
    places: dict[str, list[str]] = {}
    for damage in damages:
        what = f"“{damage.column}”{'选项名称' if damage.kind == LIST else '列'}" if damage.column else damage.kind
        places.setdefault(damage.sheet, []).append(what + (f"{damage.rows}行" if damage.rows else ""))
    listed = "；".join(f"《{sheet}》{'、'.join(kinds)}" for sheet, kinds in places.items())
    return f"发现下拉选项、填写提示或自动标色有{len(damages)}处被粘贴等操作冲掉，已一并补回：{listed}。"


def _mend(
    sheet: Any, blank: Any, where: ColumnMap, known: frozenset[str], styles: colour_rules.RuleFormats | None
) -> Iterator[Damage]:
    name = where.layout.name
    for lost in validations.repair(sheet, blank, where, known):
        yield Damage(name, ENTRY, lost.column, _rows(lost.areas, where), lost.kept)
    gone = colour_rules.repair(sheet, blank, where, styles) if styles is not None else ()
    if gone:
        yield Damage(name, COLOURS, "", _rows(gone, where))


def _rows(lost: Sequence[Area], where: ColumnMap) -> int:
    """Return how many rows in use have lost something."""
    return len({row for area in lost for row in range(area.top, min(area.bottom, where.last) + 1)})
