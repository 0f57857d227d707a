"""Read raw sheets into a typed `Ledger`.

Rows are found by their headers, never by position, and read to the last filled row, also below the end of the
Excel table. Unknown columns and sheets are left alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import ReadDate, RoundDates
from rectify_xl.ledger import records, schema, vocabulary
from rectify_xl.ledger.cells import choices, departments, nothing
from rectify_xl.ledger.reading import merged_areas, tab_names
from rectify_xl.ledger.records import Counting, Ledger, LostFormulas, Row, TableHeader
from rectify_xl.text import cell_value, folding
from rectify_xl.text.cell_value import Raw, Uncached
from rectify_xl.text.formulas import WrittenFormula
from rectify_xl.text.kept_answers import remembered, remembered_list
from rectify_xl.text.refs import Area

HEADER_SEARCH_ROWS = 10
_WORDS = frozenset((str, type(None)))
_ITEMS = {cell_value.key(item.name): item.name for item in schema.INFO_ITEMS}
SUMMED = (schema.PROBLEMS.name, schema.MEASURES.name)
"""The sheets under whose rows people put sums."""
MOST_OF_SUM = 20
"""Most characters in the identity columns of a row of sums."""
DICTIONARY_COLUMNS = (
    *vocabulary.LISTS,
    vocabulary.COUNT_DONE_WORD,
    vocabulary.COUNT_DONE_FLAG,
    vocabulary.COUNT_LONGTERM_WORD,
    vocabulary.COUNT_LONGTERM_FLAG,
    vocabulary.LETTER_WORD,
    vocabulary.LETTER_DAYS,
    vocabulary.SIGNAL_WORD,
    vocabulary.SIGNAL_WEIGHT,
    vocabulary.DEPARTMENT_WORD,
    vocabulary.DEPARTMENT_AS,
    vocabulary.SYNONYM_WORD,
    vocabulary.SYNONYM_MEANS,
)
"""The headers of 字典."""


class RawSheet(NamedTuple):
    """A sheet as a host hands it over: rows of raw values, and its merged areas; `rows[0][0]` is A1.

    Of a sheet with merged areas, `computed` are the cells that hold a formula, as (row, column); None where that is not
    known.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    merged: Sequence[Area] = ()
    computed: frozenset[tuple[int, int]] | None = None


class RawBook(NamedTuple):
    """A workbook as a host hands it over.

    `uncached` holds formula cells without a stored result as {(sheet, row, column): formula}, `formulas` those with one
    in the sheets where people write, as far as the host tells; `tables` the area of each Excel table by its name, as
    `问题台账!A1:AE32`. Sheets have the names of the layout everywhere; `tabs` holds
    the names of all tabs as they are written, none where the host does not tell; `blank` the number of rows that are
    only formatted, with the first and the last of them, of sheets that have very many; `lost` the formulas that
    统计汇总 lost, as far as the host tells.
    """

    name: str
    sheets: Mapping[str, RawSheet]
    date1904: bool = False
    uncached: Mapping[tuple[str, int, int], str] = {}
    tables: Mapping[str, str] = {}
    tabs: Sequence[str] = ()
    blank: Mapping[str, tuple[int, int, int]] = {}
    formulas: Mapping[tuple[str, int, int], WrittenFormula] = {}
    lost: LostFormulas = LostFormulas()

    def tab(self, sheet: str) -> str:
        """Return the name of a sheet's tab as it is written."""
        return tab_names.by_sheet(self.tabs).get(sheet, (sheet,))[0]


def read_ledger(book: RawBook) -> Ledger:
    """Return the typed ledger in a workbook; missing sheets and columns read as empty."""
    facts: dict[str, TableHeader] = {}
    rows: dict[str, tuple[Row, ...]] = {}
    leftovers: dict[str, tuple[Row, ...]] = {}
    subtotals: dict[str, tuple[Row, ...]] = {}
    folded: dict[tuple[str, int, int], str] = {}
    odd = folding.odd("".join(map(_all_texts, book.sheets.values())))
    for sheet in schema.TABLES:
        raw = book.sheets.get(sheet.name)
        if raw is None:
            continue
        if odd and not sheet.output:
            raw = _as_read(raw, folded)
        header = find_header(raw, sheet)
        facts[sheet.name] = header
        computed = () if sheet.output else tuple(c.name for c in sheet.columns if c.entry == "computed")
        rows[sheet.name], leftovers[sheet.name] = _rows(raw, header, book, computed, plain=not odd)
        summed = rows[sheet.name] if sheet.name in SUMMED else ()
        sums = {row.number: row for row in summed if "计" in "".join(row.texts) and _is_sum(row)}
        if sums:
            rows[sheet.name] = tuple(row for row in rows[sheet.name] if row.number not in sums)
            subtotals[sheet.name] = tuple(sums.values())
    columns = dictionary(book.sheets.get(schema.DICTIONARY), plain=not odd)
    stated = _ruled(book, vocabulary.LETTER_WORD, vocabulary.LETTER_DAYS)
    letters = None if stated is None else tuple(records.LetterRule(*entry) for entry in stated)
    weights = _ruled(book, vocabulary.SIGNAL_WORD, vocabulary.SIGNAL_WEIGHT)
    known_departments = _ruled(book, vocabulary.DEPARTMENT_WORD, vocabulary.DEPARTMENT_AS) or ()
    lists = {name: tuple(word for word in words if word) for name, words in columns.items()}
    dropdowns = {name: lists.get(name) or words for name, words in vocabulary.LISTS.items()}
    bare = Ledger(
        name=book.name,
        info=_info(rows.get(schema.INFO.name, ())),
        problems=(),
        measures=(),
        regulations=(),
        evidence=(),
        closures=(),
        reviews=(),
        prose=(),
        sheets=facts,
        rows=rows,
        vocabulary=dropdowns,
        counting=_counting(columns, dropdowns),
        date1904=book.date1904,
        tables=book.tables,
        tabs=book.tabs,
        folded=folded,
        dictionary=_dictionary_headers(book.sheets.get(schema.DICTIONARY)),
        leftovers=leftovers,
        subtotals=subtotals,
        escalation=vocabulary.LETTERS if letters is None else _escalation(letters),
        letter_rules=letters or (),
        weights=tuple(records.WeightRule(*entry) for entry in weights or ()),
        department_rules=known_departments,
        synonyms=_synonyms(columns),
        counted_done=tuple(
            (word, cell)
            for word, cell in _ruled(book, vocabulary.COUNT_DONE_WORD, vocabulary.COUNT_DONE_FLAG) or ()
            if cell_value.flag(cell.text)
        ),
        blank=book.blank,
        formulas=book.formulas,
        memory=book.sheets[schema.MEMORY.name].rows if schema.MEMORY.name in book.sheets else (),
        uncached=book.uncached,
        lost=book.lost,
        lists=columns,
    )
    reader = _Reader(
        RoundDates(bare.feedback, bare.info_when("集中整改结束").day, book.date1904),
        departments.rules((word, cell.text) for word, cell in known_departments),
        nothing.folded_words(bare.vocabulary[vocabulary.NOTHING_REMAINS]),
        _choices(bare),
    )
    return bare._replace(
        problems=tuple(reader.problem(row) for row in rows.get(schema.PROBLEMS.name, ())),
        measures=tuple(reader.measure(row) for row in rows.get(schema.MEASURES.name, ())),
        regulations=tuple(reader.regulation(row) for row in rows.get(schema.REGULATIONS.name, ())),
        evidence=tuple(reader.evidence(row) for row in rows.get(schema.EVIDENCE.name, ())),
        closures=tuple(reader.closure(row) for row in rows.get(schema.CLOSURES.name, ())),
        reviews=tuple(reader.review(row) for row in rows.get(schema.REVIEWS.name, ())),
        prose=tuple(_prose(row) for row in rows.get(schema.PROSE.name, ())),
    )


def _as_read(raw: RawSheet, folded: dict[tuple[str, int, int], str]) -> RawSheet:
    """Return a sheet with its texts as a person reads them; those that stand there otherwise go to `folded`."""
    if not folding.odd(_all_texts(raw)):
        return raw
    rows = [list(cells) for cells in raw.rows]
    for number, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if isinstance(value, str) and folding.odd(value):
                folded[raw.name, number, column] = value
                cells[column - 1] = folding.cleaned(value)
    return raw._replace(rows=rows)


def _all_texts(raw: RawSheet) -> str:
    return "".join([value for cells in raw.rows for value in cells if type(value) is str])


def find_header(raw: RawSheet, sheet: schema.Sheet) -> TableHeader:
    """Find the header row of a table: the row, of the first ten, that holds most of its column names."""
    row, names = header_row([column.name for column in sheet.columns], raw.rows, raw.merged)
    headers: dict[str, int] = {}
    repeated: list[str] = []
    for position, name in enumerate(names, 1):
        if name in headers:
            repeated.append(name)
        elif name:
            headers[name] = position
    last = len(raw.rows)
    while last > row and not any(map(cell_value.text, raw.rows[last - 1])):
        last -= 1
    merges = tuple(merged_areas.find(raw.rows, raw.merged, sheet, headers, row + 1)) if raw.merged else ()
    if raw.computed:
        merges = tuple(merge._replace(computed=(merge.area.top, merge.area.left) in raw.computed) for merge in merges)
    return TableHeader(raw.name, row, headers, max(last, row), tuple(repeated), merges)


def header_row(
    column_names: Iterable[str], rows: Sequence[Sequence[Raw]], merged: Sequence[Area] = ()
) -> tuple[int, list[str]]:
    """Return the number of the row that holds most of the `wanted` names, and what its cells name.

    Of several the first one counts, also where no row of the first ten holds any. Of a header that is `merged`
    downwards it is the last row.
    """
    layout = tuple(column_names)
    if not merged and rows and tuple(rows[0]) == layout:
        return 1, [*layout]
    known = _known(layout)
    if merged:
        rows = merged_areas.header_rows(rows, merged, HEADER_SEARCH_ROWS)
    best, most, names = 1, -1, list[str]()
    for number, cells in enumerate(rows[:HEADER_SEARCH_ROWS], 1):
        texts = _words(cells)
        matched = [known.get(_folded(text)) if text else None for text in texts]
        hits = sum(known_name is not None for known_name in matched)
        if hits > most:
            best, most = number, hits
            names = [name or cell_value.text(text) for name, text in zip(matched, texts, strict=True)]
        if hits >= len(known):
            break
    if merged:
        columns = [at for at, name in enumerate(names, 1) if _folded(name) in known]
        best = merged_areas.header_end(rows, merged, best, columns, HEADER_SEARCH_ROWS)
    return best, names


@remembered_list
def _known(column_names: Iterable[str]) -> Mapping[str, str]:
    """Return the names of columns by how headers are compared."""
    return {_folded(name): name for name in column_names}


@remembered
def _folded(header: str) -> str:
    """Return a header as it is compared."""
    return cell_value.key(header).casefold()


def _rows(
    raw: RawSheet, facts: TableHeader, book: RawBook, computed: Sequence[str], *, plain: bool
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows below the header that a person filled in, and those that hold computed marks only.

    In a `plain` workbook nobody sees less than there is.
    """
    formulas = {(row, column): text for (sheet, row, column), text in book.uncached.items() if sheet == raw.name}
    ignored = {facts.headers.get(name) for name in computed}
    own = [position - 1 for position in facts.headers.values() if position not in ignored]
    marks = [position - 1 for position in ignored if position]
    hidden = merged_areas.hidden(facts.merges, facts.headers) if facts.merges else merged_areas.NOTHING

    def held_in(number: int) -> Sequence[Raw | Uncached]:
        cells: Sequence[Raw | Uncached] = raw.rows[number - 1] if number <= len(raw.rows) else ()
        return _with_formulas(cells, number, formulas) if formulas else cells

    filled: list[Row] = []
    leftovers: list[Row] = []
    for number in range(facts.header_row + 1, max(len(raw.rows), *(row for row, _ in formulas), 0) + 1):
        cells = held_in(number)
        texts = cell_value.texts(cells, plain=plain)
        if number in hidden.banners or not (formulas or any(texts)):
            continue
        anchors = hidden.anchors.get(number)
        if _any_filled(cells, texts, own):
            if anchors:
                above = {column: held_in(row)[column - 1 : column] for column, row in anchors.items()}
                cells = merged_areas.with_above(cells, above)
                texts = cell_value.texts(cells, plain=plain)
            filled.append(Row(raw.name, number, facts.headers, cells, texts, anchors or {}))
        elif _any_filled(cells, texts, marks):
            leftovers.append(Row(raw.name, number, facts.headers, cells, texts))
    return tuple(filled), tuple(leftovers)


def _is_sum(row: Row) -> bool:
    """Tell whether a row holds sums (合计) instead of a problem or a measure."""
    identity = [row.text(name) for name in merged_areas.IDENTITY[row.sheet]]
    return len("".join(identity)) <= MOST_OF_SUM and merged_areas.is_sum(identity, map(row.text, row.headers))


def _with_formulas(
    row_cells: Sequence[Raw | Uncached], number: int, formulas: Mapping[tuple[int, int], str]
) -> Sequence[Raw | Uncached]:
    """Return a row's values with the formulas that have no stored result in their places."""
    mine = {column: text for (row, column), text in formulas.items() if row == number}
    if not mine:
        return row_cells
    widest = max(len(row_cells), *mine)
    padded = [*row_cells, *([None] * (widest - len(row_cells)))]
    return [Uncached(mine[position]) if position in mine else value for position, value in enumerate(padded, 1)]


def _any_filled(cells: Sequence[Raw | Uncached], texts: Sequence[str], positions: Sequence[int]) -> bool:
    width = len(cells)
    for index in positions:  # noqa: SIM110 - a generator for each of a hundred rows takes longer than the rows
        if index < width and (texts[index] or isinstance(cells[index], Uncached)):
            return True
    return False


def _info(rows: Sequence[Row]) -> dict[str, Row]:
    """Return the lines of 基本信息 by their item; where one stands twice, the first counts."""
    by_item: dict[str, Row] = {}
    for row in rows:
        by_item.setdefault(_item(row.text("项目")), row)
    return by_item


@remembered
def _item(label: str) -> str:
    return _ITEMS.get(cell_value.key(label).rstrip(":"), label)


def dictionary(raw: RawSheet | None, *, plain: bool = False) -> Mapping[str, Sequence[str]]:
    """Return the columns of 字典 by their header, which may stand lower than in the template; all are equally long.

    In a `plain` one no character looks like another.
    """
    if raw is None or not raw.rows:
        return {}
    return _columns(tuple(map(_words, raw.rows if plain else _as_read(raw, {}).rows)))


def _words(cells: Sequence[Raw]) -> tuple[str | None, ...]:
    """Return the cells of a row with its numbers and days as texts."""
    if _WORDS.issuperset(map(type, cells)):
        return tuple(cells)  # type: ignore[arg-type] # so it is
    return tuple([value if value is None or type(value) is str else cell_value.text(value) for value in cells])


@lru_cache(maxsize=4)
def _columns(rows: Sequence[Sequence[str | None]]) -> Mapping[str, Sequence[str]]:
    """Return the columns of a 字典; thousands of ledgers have the same one, which is read once."""
    row, names = header_row(DICTIONARY_COLUMNS, rows)
    return {
        name: tuple(cell_value.text(cells[index]) if index < len(cells) else "" for cells in rows[row:])
        for index, name in enumerate(names)
        if name
    }


def _dictionary_headers(raw: RawSheet | None) -> Sequence[str] | None:
    return None if raw is None else header_row(DICTIONARY_COLUMNS, raw.rows)[1]


def _counting(columns: Mapping[str, Sequence[str]], dropdowns: Mapping[str, Sequence[str]]) -> Counting:
    """Return the 口径; a word of it that is one of its dropdown list but for blanks is spelled as there."""

    def spelled(name: str, words: Iterable[str]) -> Iterator[str]:
        known = choices.by_folded(dropdowns[name])
        return (choices.chosen(word, known) for word in words)

    def counted(name: str, word: str, flag: str, default: tuple[vocabulary.CountAs, ...]) -> frozenset[str]:
        if word not in columns or flag not in columns:
            return frozenset(word_rule.word for word_rule in default if word_rule.counts)
        marked = zip(spelled(name, columns[word]), columns[flag], strict=True)
        return frozenset(word for word, mark in marked if word and cell_value.flag(mark))

    done = columns.get(vocabulary.COUNT_DONE_WORD, ())
    return Counting(
        counted("完成程度", vocabulary.COUNT_DONE_WORD, vocabulary.COUNT_DONE_FLAG, vocabulary.COUNTS_AS_DONE),
        counted(
            "后续要求", vocabulary.COUNT_LONGTERM_WORD, vocabulary.COUNT_LONGTERM_FLAG, vocabulary.COUNTS_AS_LONGTERM
        ),
        frozenset(filter(None, spelled("完成程度", done))),
    )


def _choices(bare: Ledger) -> Mapping[str, Mapping[str, str]]:
    """Return the words of each dropdown list, those of 口径 with them, by how they are compared."""
    counting = {"完成程度": bare.counting.known | bare.counting.done, "后续要求": bare.counting.longterm}
    return {
        name: choices.by_folded((*words, *sorted(counting.get(name, ())))) for name, words in bare.vocabulary.items()
    }


def _synonyms(columns: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Return what the office says that people mean by a word, the first line of several."""
    words, means = columns.get(vocabulary.SYNONYM_WORD), columns.get(vocabulary.SYNONYM_MEANS)
    if words is None or means is None:
        return {}
    return {word: meant for word, meant in reversed(tuple(zip(words, means, strict=True))) if word}


def _escalation(letters: Iterable[records.LetterRule]) -> tuple[vocabulary.LetterStage, ...]:
    """Return the letters for late problems, the mildest first; one without a usable number of days is not in use."""
    used = [vocabulary.LetterStage(letter.word, letter.days) for letter in letters if letter.days is not None]
    return tuple(sorted(used, key=lambda letter: letter.days))


def _ruled(book: RawBook, word: str, rule: str) -> tuple[tuple[str, records.Cell], ...] | None:
    """Return the lines of a table of two columns in 字典: each word with the cell of its rule; None without a table."""
    raw = book.sheets.get(schema.DICTIONARY)
    if raw is None or not raw.rows:
        return None
    header, names = header_row((word, rule), raw.rows)
    if not {word, rule} <= set(names):
        return None
    left, right = names.index(word), names.index(rule)
    pairs = []
    for number, cells in enumerate(raw.rows[header:], header + 1):
        name = cell_value.text(cells[left]) if left < len(cells) else ""
        if name:
            formula = book.uncached.get((raw.name, number, right + 1))
            value = Uncached(formula) if formula else cells[right] if right < len(cells) else None
            pairs.append((name, records.Cell(raw.name, number, right + 1, value)))
    return tuple(pairs)


class _Reader(NamedTuple):
    """Turns rows into typed rows; dates without a year are counted from the feedback date of the round."""

    around: RoundDates
    counted_as: Mapping[str, str]
    nothing: frozenset[str]
    choices: Mapping[str, Mapping[str, str]]

    def choice(self, row: Row, column: str, name: str) -> str:
        """Return the word of the list `name` under a header, or what stands there instead."""
        return choices.chosen(row.text(column), self.choices[name])

    def when(self, row: Row, column: str) -> ReadDate:
        return dates.read_within(row.plain(column), self.around)

    def problem(self, row: Row) -> records.Problem:
        return records.Problem(
            row=row,
            id=row.id("编号"),
            aspect=nothing.filled(row.text("方面")),
            group=nothing.filled(row.text("大项")),
            problem=row.text("具体问题"),
            title=nothing.filled(row.text("通报标题")),
            lead=nothing.filled(row.text("牵头领导")),
            department=nothing.filled(row.text("责任科室")),
            person=nothing.filled(row.text("责任人")),
            due=self.when(row, "整改时限"),
            completion=self.choice(row, "完成程度", "完成程度"),
            follow_up=self.follow_up(row),
            immediate=row.flag("即知即改") is True,
            progress=nothing.filled(row.text("整改进展")),
            remaining=nothing.remains(row.text("剩余事项"), self.nothing),
            remaining_due=self.remaining_due(row),
            finished=self.when(row, "完成日期"),
            published=row.flag("公开") is not False,
            status_text=nothing.filled(row.text("状态表述")),
            from_last_round=row.flag("上轮问题") is True,
            related=row.ids("关联编号") if nothing.filled(row.text("关联编号")) else (),
            departments=departments.names(nothing.filled(row.text("责任科室")), self.counted_as),
            leaders=departments.names(nothing.filled(row.text("牵头领导"))),
        )

    def follow_up(self, row: Row) -> str:
        """Return 后续要求; /, — and their like are 无."""
        text = row.text("后续要求")
        return (
            self.choice(row, "后续要求", "后续要求") if nothing.filled(text) or not text else vocabulary.NOTHING_FOLLOWS
        )

    def remaining_due(self, row: Row) -> ReadDate:
        """Return 剩余时限; 无 or — there is no deadline, and none that cannot be read."""
        text = row.text("剩余时限")
        return self.when(row, "剩余时限") if nothing.remains(text, self.nothing) else dates.NOTHING

    def measure(self, row: Row) -> records.Measure:
        return records.Measure(
            row=row,
            id=row.id("措施编号"),
            parent=row.id("上级措施"),
            problems=row.ids("问题编号"),
            text=row.text("措施内容"),
            kind=self.choice(row, "措施类型", "措施类型"),
            department=row.text("责任科室"),
            due=self.when(row, "时限"),
            period=self.choice(row, "周期", "周期"),
            completion=self.choice(row, "完成程度", "完成程度"),
            finished=self.when(row, "完成日期"),
        )

    def regulation(self, row: Row) -> records.Regulation:
        return records.Regulation(
            row,
            row.text("名称"),
            row.text("文号"),
            self.choice(row, "新建/修订", "制度类型"),
            self.when(row, "日期"),
            row.ids("问题编号"),
        )

    def evidence(self, row: Row) -> records.Evidence:
        return records.Evidence(
            row,
            row.id("编号"),
            row.ids("问题/措施编号"),
            row.text("名称"),
            row.text("文件或文号"),
            self.when(row, "日期"),
        )

    def closure(self, row: Row) -> records.Closure:
        return records.Closure(
            row,
            row.id("问题编号"),
            self.choice(row, "类型", "办理类型"),
            self.when(row, "申请日期"),
            self.choice(row, "结论", "办理结论"),
            self.when(row, "延期至"),
            self.when(row, "日期"),
        )

    def review(self, row: Row) -> records.Review:
        return records.Review(
            row,
            self.when(row, "日期"),
            row.ids("问题/措施编号"),
            self.choice(row, "结论", "回头看结论"),
            self.when(row, "下次日期"),
        )


def _prose(row: Row) -> records.Prose:
    return records.Prose(
        row,
        row.text("部分"),
        row.text("层级"),
        row.text("标题"),
        row.text("正文"),
        row.text("编号"),
        row.id("关联编号"),
    )
