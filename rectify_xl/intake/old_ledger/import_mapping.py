"""导入对照: what the sheets, columns, symbols and colours of an old ledger were taken for, and what a person corrects.

The program's judgement and the correction stand side by side; where nothing is corrected the judgement holds, so that a
mapping which is used again does the same once more. A mapping is fitted to a source by sheet, column and heading: what
fits is used, the rest is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rectify_xl.errors import BookError
from rectify_xl.intake.old_ledger import status_words
from rectify_xl.intake.old_ledger.column_choices import ColumnChoices, place_key
from rectify_xl.intake.old_ledger.fill_legend import hue_name
from rectify_xl.intake.old_ledger.old_records import OldProblem
from rectify_xl.intake.old_ledger.read_old_ledger import OldLedger
from rectify_xl.intake.old_ledger.sheet_use import SheetUse
from rectify_xl.intake.old_ledger.sheet_view import SheetView
from rectify_xl.ledger import heading_words as words
from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import choices
from rectify_xl.text import refs
from rectify_xl.text.excerpts import beginning, on_one_line

SHEET, COLUMN, SYMBOL, COLOUR = KINDS = ("工作表", "列", "符号", "底色")
READ = "导入"
UNREAD = "未读"
"""The certainty of a column on a sheet that was not read."""
ROLE_WORDS = (*words.ROLES,)
SHEET_WORDS = (READ, words.DROP)
STATES: tuple[str, ...] = vocabulary.LISTS[choices.STATUS_LIST]
_SAMPLES, _SAMPLE = 3, 16
_MOST_ERRORS = 30


class MappingLine(NamedTuple):
    """One line: a sheet, a column (`place` is its letters), a symbol or a colour (`place` is RRGGBB).

    `judged` is what the program takes it for, `corrected` what a person put instead; `cell` is where that stands in
    the sheet 导入对照.
    """

    kind: str
    sheet: str
    place: str
    heading: str
    judged: str
    corrected: str = ""
    certainty: str = ""
    samples: str = ""
    cell: str = ""

    @property
    def meaning(self) -> str:
        """What holds."""
        return self.corrected or self.judged

    @property
    def name(self) -> str:
        """The line as a sentence names it."""
        if self.kind == SHEET:
            return f"工作表《{self.sheet}》"
        if self.kind == COLUMN:
            return f"《{self.sheet}》{self.place}列“{self.heading}”"
        return f"{self.kind}{self.place}"


class ImportMapping(NamedTuple):
    """All lines of a mapping, and the path of the old ledger that it was made for."""

    source: str
    lines: tuple[MappingLine, ...]

    def of(self, kind: str) -> Iterator[MappingLine]:
        """Yield the lines of a kind."""
        return (line for line in self.lines if line.kind == kind)


class FittedMapping(NamedTuple):
    """A mapping as it fits a source: the choices, the lines with what was corrected, and what fits nowhere.

    `added` are columns of the source that the mapping does not know, `strangers` lines that the source does not have.
    """

    choices: ColumnChoices
    lines: tuple[MappingLine, ...]
    strangers: tuple[MappingLine, ...]
    added: tuple[MappingLine, ...]

    @property
    def corrections(self) -> tuple[MappingLine, ...]:
        """The lines in which a person put something else than the program."""
        return tuple(line for line in self.lines if line.corrected)


def mapping_of(old: OldLedger, source: str) -> ImportMapping:
    """Return what an old ledger was taken for."""
    views = {grid.name: SheetView(grid) for grid in old.grid.sheets}
    lines: list[MappingLine] = []
    for use in old.sheets:
        view = views[use.sheet]
        if view.values:
            lines.append(_sheet_line(use))
            lines += dict.fromkeys(_column_lines(use, view))
    lines += _symbol_lines(old)
    lines += _colour_lines(old)
    return ImportMapping(source, tuple(lines))


def _sheet_line(use: SheetUse) -> MappingLine:
    count = sum(len(table.problems) for table in use.tables)
    samples = f"{count}个问题" if count else ""
    return MappingLine(SHEET, use.sheet, "", "", READ if use.is_data else words.DROP, "", use.use, samples)


def _column_lines(use: SheetUse, view: SheetView) -> Iterator[MappingLine]:
    known: set[tuple[int, str]] = set()
    places = Counter(column.column for table in use.tables[:1] for column in table.columns)
    for table in use.tables:
        for column in table.columns:
            key = (column.column, words.normal(column.heading))
            if key in known:
                continue
            known.add(key)
            is_form = places[column.column] > 1
            held = (view.text(row, column.column) for row in sorted(table.data_rows) if not is_form)
            role = column.meaning.role
            certainty = column.meaning.certainty if use.is_data else UNREAD
            yield MappingLine(
                COLUMN,
                use.sheet,
                refs.column_letters(column.column),
                on_one_line(column.heading),
                role if role in words.ROLES else words.KEEP,
                "",
                certainty,
                _samples(held),
            )
    if not use.tables:
        yield from _unknown_columns(use.sheet, view)


def _unknown_columns(sheet: str, view: SheetView) -> Iterator[MappingLine]:
    """Yield the columns below what looks most like a header on a sheet without a known one, so that they can be named.

    That is the first row of at least three short texts that no other row exceeds by half.
    """
    wide = max((len(columns) for columns in view.rows.values()), default=0)
    for row, columns in view.rows.items():
        texts = [view.raw(row, column) for column in columns]
        short = all(isinstance(raw, str) and len(raw) <= words.LONGEST for raw in texts)
        if len(columns) >= 3 and 2 * len(columns) > wide and short:
            for column in columns:
                held = (view.text(below, column) for below in view.rows if below > row)
                heading = on_one_line(view.text(row, column))
                role = words.meaning(heading).role
                judged = role if role in words.ROLES else words.KEEP
                letters = refs.column_letters(column)
                yield MappingLine(COLUMN, sheet, letters, heading, judged, "", UNREAD, _samples(held))
            return


def _samples(held: Iterable[str]) -> str:
    kept: dict[str, None] = {}
    for text in held:
        if text:
            kept[beginning(on_one_line(text), _SAMPLE)] = None
        if len(kept) == _SAMPLES:
            break
    return "；".join(kept)


def _symbol_lines(old: OldLedger) -> Iterator[MappingLine]:
    places: dict[str, list[str]] = {}
    for problem in old.problems:
        for sheet, ref, text in _stated(problem):
            if status_words.is_symbol(text):
                places.setdefault(text.strip(), []).append(refs.address_of(sheet, ref))
    for symbol in dict.fromkeys((*old.symbols, *places)):
        meant = old.symbols.get(symbol, "")
        certainty = words.LIKELY if meant else words.UNKNOWN
        yield MappingLine(SYMBOL, "", symbol, "", meant, "", certainty, _places(places.get(symbol, ())))


def _stated(problem: OldProblem) -> Iterator[tuple[str, str, str]]:
    cells = [*problem.cells.get(words.STATUS, ())]
    cells += [m.cells[words.MEASURE_STATUS] for m in problem.measures if words.MEASURE_STATUS in m.cells]
    yield from ((problem.sheet, cell.ref, cell.text) for cell in cells)


def _colour_lines(old: OldLedger) -> Iterator[MappingLine]:
    places: dict[str, list[str]] = {}
    for problem in old.problems:
        if problem.colour:
            places.setdefault(problem.colour, []).append(refs.address_of(problem.sheet, problem.colour_ref))
    for sheet, rows in old.unexplained.items():
        for row, colour in rows.items():
            places.setdefault(colour, []).append(f"{sheet}第{row}行")
    for colour, where in places.items():
        meant = old.colours.get(colour, "")
        certainty = words.LIKELY if meant else words.UNKNOWN
        yield MappingLine(COLOUR, "", colour, f"{hue_name(colour)}色", meant, "", certainty, _places(where))


def _places(places: Sequence[str]) -> str:
    return "、".join(places[:_SAMPLES]) + (f"等{len(places)}处" if len(places) > _SAMPLES else "")


def refuse_wrong_words(mapping: ImportMapping, name: str) -> None:
    """Raise `BookError` that names every correction which is none of the words that may stand there."""
    wrong: dict[str, list[str]] = {}
    for line in mapping.lines:
        if line.corrected and not _allowed(line):
            wrong.setdefault(_allowed_words(line), []).append(f"{line.cell or line.name}的“{line.corrected}”")
    if not wrong:
        return
    places = [place for cells in wrong.values() for place in cells]
    more = f"等{len(places)}处" if len(places) > _MOST_ERRORS else ""
    listed = "、".join(places[:_MOST_ERRORS])
    raise BookError(f"“{name}”的『改为』填了不认识的词：{listed}{more}；没有导入", "；".join(wrong))


def _allowed(line: MappingLine) -> bool:
    if line.kind == SHEET:
        return line.corrected in SHEET_WORDS
    if line.kind == COLUMN:
        return line.corrected in ROLE_WORDS
    return bool(status_words.read(line.corrected).completion)


def _allowed_words(line: MappingLine) -> str:
    if line.kind == SHEET:
        return f"工作表可填：{'、'.join(SHEET_WORDS)}"
    if line.kind == COLUMN:
        return f"列可填：{'、'.join(ROLE_WORDS)}"
    return f"符号和底色可填：{'、'.join(STATES)}，或“已完成并长期坚持”这样写明完成情况的话"


def fitted(mapping: ImportMapping, fresh: ImportMapping, *, corrections_only: bool = False) -> FittedMapping:
    """Return a mapping as it fits what the program by itself takes a source for.

    With `corrections_only` what a person left as it was judged is judged anew, since the office may have added words.
    """
    used: set[MappingLine] = set()
    lines: list[MappingLine] = []
    added: list[MappingLine] = []
    for line in fresh.lines:
        known = _counterpart(line, mapping)
        if known is None:
            lines.append(line)
            if line.kind == COLUMN:
                added.append(line)
            continue
        used.update(known)
        judged = line.judged if corrections_only else known[0].judged
        decided = next((other.corrected for other in known if other.corrected), judged)
        lines.append(line._replace(corrected=decided if decided != line.judged else "", cell=known[0].cell))
    strangers = tuple(line for line in mapping.lines if line not in used)
    return FittedMapping(_choices(lines), tuple(lines), strangers, tuple(added))


def _counterpart(line: MappingLine, mapping: ImportMapping) -> list[MappingLine] | None:
    """Return the lines of a mapping that mean one of a source: the same place, else the same heading."""
    same = [other for other in mapping.of(line.kind) if other.kind == line.kind]
    if line.kind == SHEET:
        return [other for other in same if other.sheet == line.sheet] or None
    if line.kind != COLUMN:
        return [other for other in same if other.place == line.place] or None
    heading = words.normal(line.heading)
    same = [other for other in same if words.normal(other.heading) == heading]
    here = [other for other in same if other.sheet == line.sheet]
    exact = [other for other in here if other.place == line.place]
    if not heading:
        return exact or None
    elsewhere = [] if any(other.sheet == line.sheet for other in mapping.of(SHEET)) else same
    return exact or here[:1] or elsewhere[:1] or None


def _choices(lines: Sequence[MappingLine]) -> ColumnChoices:
    """Return the choices of fitted lines; none where nothing was corrected, so that the program's judgement stands."""
    if not any(line.corrected for line in lines):
        return ColumnChoices()
    columns: dict[str, dict[str, str]] = {}
    places = Counter((line.sheet, line.place) for line in lines if line.kind == COLUMN)
    for line in lines:
        if line.kind == COLUMN:
            roles, heading = columns.setdefault(line.sheet, {}), words.normal(line.heading)
            if places[line.sheet, line.place] == 1:
                roles[place_key(refs.column_number(line.place))] = line.meaning
            if heading and (line.corrected or heading not in roles):
                roles[heading] = line.meaning
    return ColumnChoices(
        {line.sheet: line.corrected == READ for line in lines if line.kind == SHEET and line.corrected},
        columns,
        {line.place: line.meaning for line in lines if line.kind == SYMBOL and line.meaning},
        {line.place: line.meaning for line in lines if line.kind == COLOUR and line.meaning},
    )


def has_headings_of(mapping: ImportMapping, fresh: ImportMapping) -> bool:
    """Tell whether a mapping was made for a source with the same headings: it knows each of those that are read."""
    known = {words.normal(line.heading) for line in mapping.of(COLUMN)}
    read = {line.sheet for line in fresh.of(SHEET) if line.judged == READ} or {line.sheet for line in fresh.of(SHEET)}
    wanted = {words.normal(line.heading) for line in fresh.of(COLUMN) if line.sheet in read}
    return bool(wanted) and wanted <= known


def with_former(
    lines: Sequence[MappingLine], former: Iterable[MappingLine], *, same_layout: bool
) -> tuple[MappingLine, ...]:
    """Return lines, and behind them those of sheets of other sources that were corrected, for the next time.

    In the `same_layout` the lines of today take the place of earlier ones on the same columns.
    """
    kept = tuple(former)
    corrected = {line.sheet for line in kept if line.corrected}
    present = {line[:4] for line in lines if same_layout or line.corrected}
    return (*lines, *(line for line in kept if line.sheet in corrected and line[:4] not in present))
