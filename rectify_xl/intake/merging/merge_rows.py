"""Compare what was imported with an existing ledger: the same rows, what differs in them, what is new, what is unclear.

Nothing is guessed and nothing is wiped: a source that says nothing changes nothing, a row whose 销号 stands or is on
its way is only listed, and rows that only the ledger has stay as they are. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from rectify_xl.intake import import_mark
from rectify_xl.intake.imported_rows import Cells, ImportedRows
from rectify_xl.intake.merging import cell_differences, text_matches
from rectify_xl.intake.merging.merge_plan import (
    CellDifference,
    LeftOut,
    MergeConflict,
    MergePlan,
    NewRow,
    RowPair,
    SourceRow,
)
from rectify_xl.intake.merging.text_matches import Matching, MatchText
from rectify_xl.ledger import schema, used_ids
from rectify_xl.ledger.records import Ledger, Measure, Problem, Row
from rectify_xl.ledger.relations import Relations
from rectify_xl.ledger.schema import Column, Sheet
from rectify_xl.ledger.vocabulary import CLOSE, PASSED, RETURNED
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Raw

NEW_ROW = "（新增行）"
"""What stands in the place of a column where a whole row must not be taken."""
UNIT_NAME = "单位名称"
_IDENTITY = {schema.PROBLEMS.name: ("编号",), schema.MEASURES.name: ("措施编号", "问题编号", "上级措施")}
_MERGED = (schema.PROBLEMS.name, schema.MEASURES.name)
_EVIDENCE = ("名称", "文件或文号", "SHA-256", "版本", "日期")


def merge_plan(
    ledger: Ledger, imported: ImportedRows, words: str, *, least: int, former: Collection[str] = ()
) -> MergePlan:
    """Return what merging `imported` into `ledger` would do.

    `words` mark the new rows in 备注, `least` is the likeness (0 to 100) from which texts may be one row, `former` are
    ids of deleted rows that 变更记录 does not hold yet.
    """
    return _Merge(ledger, imported, words, least, former).plan()


def protected(ledger: Ledger) -> Mapping[str, str]:
    """Return the problems of which nothing may change, by their ids, each with the reason."""
    reasons = {
        closure.problem: "正在办理销号，签字以后不能改"
        for closure in ledger.closures
        if closure.problem and closure.kind == CLOSE and closure.verdict not in (PASSED, RETURNED)
    }
    return reasons | dict.fromkeys(Relations(ledger).closings, "已销号，不随来源改；确有反弹的，请作反弹登记")


class _Merge:
    """One merge in the making."""

    def __init__(self, ledger: Ledger, imported: ImportedRows, words: str, least: int, former: Collection[str]) -> None:
        self.ledger, self.imported, self.words, self.least = ledger, imported, words, least
        self.relations = Relations(ledger)
        self.how = cell_differences.comparison(ledger)
        self.closed = protected(ledger)
        self.taken = list(former)
        self.pairs: list[RowPair] = []
        self.added: list[NewRow] = []
        self.differences: list[CellDifference] = []
        self.conflicts: list[MergeConflict] = []
        self.left_out: list[LeftOut] = []
        self.candidates: set[tuple[str, int]] = set()
        self.renumbered: dict[str, str] = {}
        self.repeated = 0

    def plan(self) -> MergePlan:
        """Return the whole plan."""
        self.info()
        problems = self.problem_rows()
        measures = self.measure_rows(problems)
        self.problems(problems, measures)
        self.evidence()
        self.other_sheets()
        return MergePlan(
            self.least,
            tuple(self.pairs),
            tuple(self.added),
            tuple(self.differences),
            tuple(self.conflicts),
            tuple(self.left()),
            tuple(self.left_out),
            self.renumbered,
            self.repeated,
        )

    # 基本信息

    def info(self) -> None:
        """Compare the lines of 基本信息."""
        items = {item.name: item for item in schema.INFO_ITEMS}
        for name, value in self.imported.info.items():
            item = items.get(name)
            if not cell_value.text(value) or (item is not None and item.entry == "computed"):
                continue
            if item is None:
                text = f"《基本信息》没有“{name}”一行，来源写的是“{cell_value.text(value)}”"
                self.left_out.append(LeftOut(schema.INFO.name, name, 1, text))
                continue
            row = self.ledger.info.get(name)
            if row is None or "内容" not in row.headers:
                self.left_out.append(
                    LeftOut(schema.INFO.name, name, 1, f"台账没有“{name}”一行，请先运行修复（repair）")
                )
                continue
            column = Column("内容", item.kind)
            differences = cell_differences.of_row(row, name, {"内容": value}, [column], self.how)
            for difference in differences:
                own = name == UNIT_NAME and difference.kind == "change"
                reason = "单位名称不随来源改；来源若是别的单位的，请不要导入"
                self.differences.append(difference._replace(kind="keep", reason=reason) if own else difference)

    # The rows of the source

    def problem_rows(self) -> list[SourceRow]:
        """Return the problems of the source; an id that several of them bear is no id."""
        rows = self.imported.of(schema.PROBLEMS)
        ids = [cell_value.identifier(cells.get("编号")) for cells in rows]
        often = Counter(ids)
        return [
            SourceRow(schema.PROBLEMS.name, number, name if often[name] == 1 else "", cells)
            for number, (name, cells) in enumerate(zip(ids, rows, strict=True), 1)
        ]

    def measure_rows(self, problems: Sequence[SourceRow]) -> dict[str, list[SourceRow]]:
        """Return the measures of the source by the id of their problem there; the others become a conflict."""
        known = {row.id for row in problems if row.id}
        by_problem: dict[str, list[SourceRow]] = {}
        strays: list[SourceRow] = []
        for number, cells in enumerate(self.imported.of(schema.MEASURES), 1):
            row = SourceRow(schema.MEASURES.name, number, cell_value.identifier(cells.get("措施编号")), cells)
            owners = [name for name in cell_value.identifiers(cells.get("问题编号")) if name in known]
            for name in owners[:1]:
                by_problem.setdefault(name, []).append(row)
            if not owners:
                strays.append(row)
        if strays:
            text = f"来源中{len(strays)}条措施看不出是哪个问题的（问题编号空着、没有这个编号，或者几个问题同号）"
            self.conflicts.append(MergeConflict(schema.MEASURES.name, tuple(strays), (), text, "请在来源中改好再导入"))
        return by_problem

    # Problems

    def problems(self, rows: Sequence[SourceRow], measures: Mapping[str, list[SourceRow]]) -> None:
        """Match the problems, then the measures of each."""
        texts = [_problem_text(row.id, row.cells.get("具体问题"), row.cells) for row in rows]
        targets = [
            MatchText(problem.id, problem.problem, cell_value.key(f"{problem.aspect}\n{problem.group}"))
            for problem in self.ledger.problems
        ]
        twins = self.twins(rows, texts, targets, measures)
        usable = [at for at in range(len(rows)) if at not in twins]
        matching = text_matches.match([texts[at] for at in usable], targets, self.least)
        self.unclear(rows, usable, matching, measures)
        given = _given(schema.PROBLEMS, (row.cells for row in rows), self.imported)
        partners = {usable[clear.source]: clear for clear in matching.clear}
        doubtful = {usable[at] for unclear in matching.unclear for at in unclear.sources}
        fresh: list[tuple[SourceRow, str]] = []
        for at in usable:
            clear = partners.get(at)
            if clear is not None:
                problem = self.ledger.problems[clear.target]
                self.renumber(rows[at].id, problem.id)
                self.pairs.append(RowPair(rows[at], problem.row, problem.id, clear.likeness, clear.same_id))
            elif at not in doubtful and texts[at].letters:
                name = self.problem_id()
                self.renumber(rows[at].id, name)
                fresh.append((rows[at], name))
            elif at not in doubtful:
                self.conflicts.append(_nameless(rows[at], len(measures.get(rows[at].id, ()))))
        for pair in tuple(self.pairs):
            self.compare_problem(pair, given, measures.get(pair.source.id, []))
        for row, name in fresh:
            self.add_problem(row, name, measures.get(row.id, []))

    def renumber(self, before: str, after: str) -> None:
        if before:
            self.renumbered[before] = after

    def problem_id(self) -> str:
        """Return the next free id of a problem, which nobody gets again."""
        like = next((problem.id for problem in self.ledger.problems if problem.id), "P001")
        name = used_ids.next_id(self.ledger, like, self.taken)
        self.taken.append(name)
        return name

    def twins(
        self,
        rows: Sequence[SourceRow],
        texts: Sequence[MatchText],
        targets: Sequence[MatchText],
        measures: Mapping[str, list[SourceRow]],
    ) -> set[int]:
        """Return the source rows that are not matched because another one is the same problem.

        Where they say the same, one of them counts; where they contradict one another, none does. As many as the
        ledger has of them are no twins.
        """
        groups: dict[tuple[str, str], list[int]] = {}
        for at, text in enumerate(texts):
            if text.letters:
                groups.setdefault((text.letters, text.place), []).append(at)
        here = Counter((target.letters, target.place) for target in targets)
        out: set[int] = set()
        for known, group in groups.items():
            if len(group) <= max(1, here[known]):
                continue
            contents = {_content(rows[at].cells, measures.get(rows[at].id, ())) for at in group}
            if len(contents) == 1:
                out |= set(group[1:])
                self.repeated += len(group) - 1
                continue
            out |= set(group)
            candidates = tuple(
                problem.row
                for problem, target in zip(self.ledger.problems, targets, strict=True)
                if target.letters == known[0]
            )
            self.candidates |= {(row.sheet, row.number) for row in candidates}
            sources = tuple(rows[at] for at in group)
            why = f"来源中有{len(group)}行是同一个问题，内容却不同"
            waiting = sum(len(measures.get(row.id, ())) for row in sources)
            remedy = "请在来源中改成一行再导入"
            self.conflicts.append(MergeConflict(schema.PROBLEMS.name, sources, candidates, why, remedy, waiting))
        return out

    def unclear(
        self,
        rows: Sequence[SourceRow],
        usable: Sequence[int],
        matching: Matching,
        measures: Mapping[str, list[SourceRow]],
    ) -> None:
        """List the problems of which nobody can tell which is which."""
        for unclear in matching.unclear:
            sources = tuple(rows[usable[at]] for at in unclear.sources)
            candidates = tuple(self.ledger.problems[at] for at in unclear.targets)
            self.candidates |= {(problem.row.sheet, problem.number) for problem in candidates}
            waiting = sum(len(measures.get(row.id, ())) for row in sources)
            self.conflicts.append(
                MergeConflict(
                    schema.PROBLEMS.name,
                    sources,
                    tuple(problem.row for problem in candidates),
                    _unclear_text([problem.id for problem in candidates], figures=unclear.figures),
                    "请在来源中填上台账的编号、把文字写得和台账一样，或者手工处理",
                    waiting,
                )
            )

    def compare_problem(self, pair: RowPair, given: Sequence[Column], measures: Sequence[SourceRow]) -> None:
        """Compare a problem that both have, and its measures."""
        held = self.closed.get(pair.id, "") if pair.id else ""
        cells = self.referring(pair.source.cells, schema.PROBLEMS)
        self.differences += cell_differences.of_row(pair.row, pair.id, cells, given, self.how, held=held)
        self.compare_measures(pair, measures, held)

    def add_problem(self, row: SourceRow, name: str, measures: Sequence[SourceRow]) -> None:
        """Take a problem over as a new row, with its measures."""
        self.added.append(NewRow(row, name, self.fresh(row, schema.PROBLEMS, {"编号": name})))
        self.add_measures(name, measures, ())

    # Measures

    def compare_measures(self, pair: RowPair, rows: Sequence[SourceRow], held: str) -> None:
        """Match the measures of one problem."""
        own = self.relations.measures_of(pair.id) if pair.id else ()
        texts = [MatchText(row.id, cell_value.text(row.cells.get("措施内容"))) for row in rows]
        targets = [MatchText(measure.id, measure.text) for measure in own]
        usable = self.single(rows, texts, targets)
        matching = text_matches.match([texts[at] for at in usable], targets, self.least)
        given = _given(schema.MEASURES, self.imported.of(schema.MEASURES), self.imported)
        for unclear in matching.unclear:
            candidates = [own[at] for at in unclear.targets]
            self.candidates |= {(measure.row.sheet, measure.row.number) for measure in candidates}
            self.conflicts.append(
                MergeConflict(
                    schema.MEASURES.name,
                    tuple(rows[usable[at]] for at in unclear.sources),
                    tuple(measure.row for measure in candidates),
                    _unclear_text([measure.id for measure in candidates], figures=unclear.figures),
                    "请把来源中的文字写得和台账一样，或者手工处理",
                )
            )
        for clear in matching.clear:
            source, measure = rows[usable[clear.source]], own[clear.target]
            self.renumber(source.id, measure.id)
            self.pairs.append(RowPair(source, measure.row, measure.id, clear.likeness, clear.same_id))
            locked = held or self.locked(measure)
            self.differences += cell_differences.of_row(
                measure.row, measure.id, source.cells, given, self.how, held=locked
            )
        fresh = [rows[at] for number, at in enumerate(usable) if number not in matching.sources]
        if fresh and (held or not pair.id):
            reason = held or "台账这一行没有编号，措施无处可挂，请先填上编号"
            cell = pair.row.cell("编号")
            for row in fresh:
                text = cell_value.text(row.cells.get("措施内容"))
                self.differences.append(CellDifference("keep", cell, pair.id, NEW_ROW, "", text, reason))
            return
        self.add_measures(pair.id, fresh, own)

    def single(self, rows: Sequence[SourceRow], texts: Sequence[MatchText], targets: Sequence[MatchText]) -> list[int]:
        """Return the measures without those that the source says twice."""
        here = Counter(target.letters for target in targets)
        seen: Counter[str] = Counter()
        usable: list[int] = []
        for at in range(len(rows)):
            seen[texts[at].letters] += 1
            if texts[at].letters and seen[texts[at].letters] > max(1, here[texts[at].letters]):
                self.repeated += 1
            else:
                usable.append(at)
        return usable

    def locked(self, measure: Measure) -> str:
        """Return why a measure must not change that other problems share, empty where it may."""
        return next((self.closed[name] for name in self.relations.owners(measure) if name in self.closed), "")

    def add_measures(self, problem: str, rows: Iterable[SourceRow], own: Sequence[Measure]) -> None:
        """Take measures over as new rows of a problem."""
        siblings = [measure.id for measure in own if measure.id and not measure.parent]
        for row in rows:
            if not cell_value.text(row.cells.get("措施内容")):
                text = f"来源中{problem}的一条措施没有措施内容"
                self.conflicts.append(MergeConflict(schema.MEASURES.name, (row,), (), text, "请在来源中补上再导入"))
                continue
            name = used_ids.next_measure_id(self.ledger, problem, siblings, self.taken)
            self.taken.append(name)
            siblings.append(name)
            self.renumber(row.id, name)
            parent = self.renumbered.get(cell_value.identifier(row.cells.get("上级措施")), "")
            identity = {"措施编号": name, "问题编号": problem, "上级措施": parent}
            self.added.append(NewRow(row, name, self.fresh(row, schema.MEASURES, identity)))

    # Evidence

    def evidence(self) -> None:
        """Take over the evidence that the ledger does not have yet: of one problem or measure, under one name."""
        known = {
            (target, cell_value.key(document.name)) for document in self.ledger.evidence for target in document.targets
        }
        for number, cells in enumerate(self.imported.of(schema.EVIDENCE), 1):
            row = SourceRow(schema.EVIDENCE.name, number, cell_value.identifier(cells.get("编号")), cells)
            before = cell_value.identifiers(cells.get("问题/措施编号"))
            targets = [self.renumbered[name] for name in before if name in self.renumbered]
            title = cell_value.text(cells.get("名称"))
            if len(targets) < len(before) or not targets or not title:
                text = f"来源第{number}份佐证材料“{title or '（没有名称）'}”看不出属于台账的哪一行"
                self.conflicts.append(MergeConflict(row.sheet, (row,), (), text, "请手工登记"))
                continue
            if all((target, cell_value.key(title)) in known for target in targets):
                continue
            known |= {(target, cell_value.key(title)) for target in targets}
            self.add_document(row, targets)

    def add_document(self, row: SourceRow, targets: Sequence[str]) -> None:
        """Take a document over, unless it belongs to a problem that is closed or being closed."""
        problems = self.relations.problems_behind(targets)
        held = next((self.closed[name] for name in problems if name in self.closed), "")
        if held:
            cell = self.relations.problems[problems[0]].row.cell("编号")
            title = cell_value.text(row.cells.get("名称"))
            self.differences.append(CellDifference("keep", cell, problems[0], "（佐证材料）", "", title, held))
            return
        name = used_ids.next_document_id(self.ledger, self.taken)
        self.taken.append(name)
        cells = {column: value for column, value in row.cells.items() if column in _EVIDENCE} | {
            "编号": name,
            "问题/措施编号": "、".join(targets),
        }
        self.added.append(NewRow(row, name, cells))

    # What becomes of a row

    def fresh(self, row: SourceRow, sheet: Sheet, identity: Mapping[str, Raw]) -> Cells:
        """Return the cells of a new row: as the source has them, under its own id, with its mark."""
        computed = {column.name for column in sheet.columns if column.entry == "computed"}
        cells = {name: value for name, value in row.cells.items() if cell_value.text(value) and name not in computed}
        cells |= identity
        cells["备注"] = import_mark.with_mark(cell_value.text(row.cells.get("备注")), self.words)
        return self.referring(cells, sheet)

    def referring(self, cells: Cells, sheet: Sheet) -> Cells:
        """Return the cells of a row with the ids of other rows as this ledger has them."""
        named = [column.name for column in sheet.columns if column.kind in ("id", "ids")]
        own = _IDENTITY.get(sheet.name, ())
        changed = {
            name: "、".join(self.renumbered.get(one, one) for one in cell_value.identifiers(cells[name]))
            for name in named
            if name not in own and name in cells
        }
        return {**cells, **changed}

    # The rest

    def left(self) -> Iterator[tuple[Row, str, str]]:
        """Yield the rows that only the ledger has: each with its id and what it is about.

        What is unclear may be in the source, and so may the measures of an unclear problem.
        """
        paired = {(pair.row.sheet, pair.row.number) for pair in self.pairs} | self.candidates
        waiting = (
            problem for problem in self.ledger.problems if (problem.row.sheet, problem.number) in self.candidates
        )
        for problem in waiting:
            paired |= {(measure.row.sheet, measure.row.number) for measure in self.relations.measures_of(problem.id)}
        rows: list[Problem | Measure] = [*self.ledger.problems, *self.ledger.measures]
        for row in rows:
            if (row.row.sheet, row.row.number) not in paired:
                yield row.row, row.id, row.problem if isinstance(row, Problem) else row.text

    def other_sheets(self) -> None:
        """Take over the prose where the ledger has none, and say what has no place here."""
        for name, rows in self.imported.rows.items():
            if name in (*_MERGED, schema.EVIDENCE.name) or not rows:
                continue
            sheet, present = schema.by_name(name), self.ledger.rows.get(name, ())
            if name == schema.PROSE.name and sheet and name in self.ledger.sheets and not present:
                for number, cells in enumerate(rows, 1):
                    source = SourceRow(name, number, "", cells)
                    self.added.append(NewRow(source, "", self.referring(cells, sheet)))
            elif not self.same_rows(rows, present):
                text = f"台账的《{name}》已有{len(present)}行，没有动" if present else f"《{name}》不由导入填写"
                self.left_out.append(LeftOut(name, "", len(rows), f"{text}；来源的{len(rows)}行需要的请手工抄入"))
        for name in _MERGED:
            self.unknown_columns(name)

    def same_rows(self, rows: Sequence[Cells], present: Sequence[Row]) -> bool:
        """Tell whether the ledger's rows of a sheet say what the source's rows say."""
        if len(rows) != len(present):
            return False
        return all(
            cell_value.key(cell_value.text(value)) == cell_value.key(row.text(name))
            for cells, row in zip(rows, present, strict=True)
            for name, value in cells.items()
            if name != "关联编号"
        )

    def unknown_columns(self, sheet: str) -> None:
        """Say which columns of the source the ledger does not have."""
        facts = self.ledger.sheets.get(sheet)
        filled = Counter(
            name
            for cells in self.imported.rows.get(sheet, ())
            for name, value in cells.items()
            if cell_value.text(value)
        )
        for name, count in filled.items():
            if facts is not None and name not in facts.headers:
                known = any(column.name == name for column in schema.PROBLEMS.columns + schema.MEASURES.columns)
                how = "请先运行修复（repair）补上" if known else "需要的请先在表的右边加上这一列"
                self.left_out.append(LeftOut(sheet, name, count, f"台账没有『{name}』列，{how}，再导入一次"))


def _problem_text(name: str, text: Raw, cells: Cells) -> MatchText:
    place = f"{cell_value.text(cells.get('方面'))}\n{cell_value.text(cells.get('大项'))}"
    return MatchText(name, cell_value.text(text), cell_value.key(place))


def _given(sheet: Sheet, rows: Iterable[Cells], imported: ImportedRows) -> list[Column]:
    """Return the columns that the source fills in anywhere, an office's own ones with them."""
    filled = {name for cells in rows for name, value in cells.items() if cell_value.text(value)}
    left = (*_IDENTITY[sheet.name], *(column.name for column in sheet.columns if column.entry == "computed"))
    columns = [*sheet.columns, *(Column(name) for name in imported.own_columns.get(sheet.name, ()))]
    return [column for column in columns if column.name in filled and column.name not in left]


def _content(cells: Cells, measures: Iterable[SourceRow]) -> tuple[object, ...]:
    """Return what a row says, without its own number."""
    own = sorted((name, cell_value.key(cell_value.text(value))) for name, value in cells.items() if name != "编号")
    return (
        tuple(pair for pair in own if pair[1]),
        tuple(cell_value.key(cell_value.text(row.cells.get("措施内容"))) for row in measures),
    )


def _nameless(row: SourceRow, waiting: int) -> MergeConflict:
    text = "来源中这一行没有具体问题，无从比对"
    return MergeConflict(row.sheet, (row,), (), text, "请在来源中补上再导入", waiting)


def _unclear_text(ids: Sequence[str], *, figures: bool) -> str:
    names = "、".join(name or "（无编号）" for name in ids)
    if figures:
        return f"和台账的{names}文字相近，只是数字不同，看不出是不是同一行"
    return f"和台账的{names}都像，分不清是哪一行" if len(ids) > 1 else f"几行都像台账的{names}，分不清是哪一行"
