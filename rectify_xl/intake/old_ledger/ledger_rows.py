"""Put an old ledger as read into the columns of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.intake.cell_limits import LIMIT
from rectify_xl.intake.grid import SheetGrid
from rectify_xl.intake.imported_rows import FIRST_ROW, ImportedRows
from rectify_xl.intake.old_ledger import problem_state, sheet_lines
from rectify_xl.intake.old_ledger.intake_rules import INTAKE_RULES
from rectify_xl.intake.old_ledger.old_records import OldCell, OldMeasure, OldProblem
from rectify_xl.intake.old_ledger.own_places import OwnRow
from rectify_xl.intake.old_ledger.problem_state import Legends
from rectify_xl.intake.old_ledger.read_old_ledger import OldLedger
from rectify_xl.ledger import heading_words as words
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.cells import choices, departments
from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import Status
from rectify_xl.text import cell_value
from rectify_xl.text.cell_value import Month, Percent, Raw, Year
from rectify_xl.text.excerpts import beginning
from rectify_xl.text.refs import address_of, cell_ref, column_letters

Cells = dict[str, Raw]
FORMER_NUMBER = "原序号"
"""The column at the right that keeps the printed numbers, where 编号 does not already say the same."""
_IN_REMARKS = "原话已保留在『备注』；请在『完成程度』中选填。"
_TEXTS = (words.GOAL, words.STANDARD, words.PROGRESS, words.REMAINING, words.NOTE, words.SUPPORT)
_ASSISTING = r"(?:配合|协办|协助|协同)(?:科室|单位|部门)?[：:]"
_ROLE_BEHIND = r"[（(](牵头|主办|主责|配合|协办|协助)[）)]$"
_YEAR = r"(?:19|20)\d\d|[一二]〇|二[○零0]"
_SHARED = (vocabulary.DONE, vocabulary.NOT_STARTED)
"""What is true of all measures where it is true of their problem."""
_LEADING = r"(?:牵头|主办|主责|责任|承办)(?:科室|单位|部门)?[：:]"


class OldLedgerRows(NamedTuple):
    """The rows for our ledger, what a person should know of them, and where each comes from."""

    imported: ImportedRows
    findings: tuple[Finding, ...]
    places: Mapping[tuple[str, int], OwnRow] = {}


def rows_of_old_ledger(old: OldLedger) -> OldLedgerRows:
    """Return the rows that record an old ledger. Nothing is lost: what has no column of ours stands at the right."""
    return _Writing(old).run()


class _Writing:
    """Writes problem by problem, and notes what is to be reported."""

    def __init__(self, old: OldLedger) -> None:
        self.old = old
        self.legends = Legends(old.symbols, old.colours, old.own)
        self.feedback = _day(sheet_lines.as_day(old.stated.get("feedback", "")))
        self.findings: list[Finding] = []
        self.problems: list[Cells] = []
        self.measures: list[Cells] = []
        self.evidence: list[Cells] = []
        self.own: dict[str, None] = {}
        self.coloured: list[str] = []
        self.from_progress: list[str] = []
        self.places: dict[tuple[str, int], OwnRow] = {}
        self.columns = _columns_by_row(old)

    def run(self) -> OldLedgerRows:
        """Return all rows."""
        numbered = self._numbers_differ()
        for number, problem in enumerate(self.old.problems, 1):
            self._problem(number, problem, numbered=numbered)
        self.findings += self._of_the_whole()
        rows: dict[str, Sequence[Cells]] = {schema.PROBLEMS.name: self.problems, schema.MEASURES.name: self.measures}
        if self.evidence:
            rows[schema.EVIDENCE.name] = self.evidence
        own = {schema.PROBLEMS.name: tuple(self.own)} if self.own else {}
        return OldLedgerRows(ImportedRows(self._info(), rows, own), tuple(_once(self.findings)), self.places)

    def _info(self) -> Cells:
        stated, title = self.old.stated, self.old.title
        inspected = sheet_lines.period(stated.get("inspected", ""))
        campaign = sheet_lines.period(stated.get("campaign", ""))
        cells: Cells = {
            "单位名称": stated.get("unit", "") or self._unit(title),
            "反馈日期": sheet_lines.as_day(stated.get("feedback", "")) if stated.get("feedback") else "",
            "巡察机构": stated.get("inspector", ""),
            "巡察轮次": stated.get("round", ""),
            "巡察开始": inspected[0],
            "巡察结束": inspected[1],
            "集中整改开始": campaign[0],
            "集中整改结束": campaign[1],
            "联系电话": stated.get("phone", ""),
            "电子邮箱": stated.get("mail", ""),
            "台账标题": title,
        }
        return {name: value for name, value in cells.items() if value not in ("", None)}

    def _unit(self, title: str) -> str:
        """Return the unit that the title names, unless that is one of the departments after which sheets are named."""
        unit = sheet_lines.unit_of_title(title)
        return "" if unit in {use.department for use in self.old.sheets} else unit

    def _numbers_differ(self) -> bool:
        """Tell whether the printed numbers say something that P001, P002 … do not."""
        printed = [problem.text(words.NUMBER) for problem in self.old.problems]
        return any(re.sub(r"\D", "", text) != str(at) for at, text in enumerate(printed, 1) if text)

    def _problem(self, number: int, problem: OldProblem, *, numbered: bool) -> None:
        row_id = f"P{number:03d}"
        status, findings = problem_state.of_problem(problem, self.legends, self.feedback)
        self.findings += [finding._replace(row_id=row_id) for finding in findings]
        if problem.colour and status.completion:
            self.coloured.append(address_of(problem.sheet, problem.colour_ref))
        silent = not (problem.ticks or problem.cells.get(words.STATUS) or problem.cells.get(words.SHARE))
        if silent and status.text:
            self.from_progress.append(address_of(problem.sheet, problem.ref(words.PROGRESS)))
        measured = [problem_state.of_measure(measure, self.legends, self.feedback) for measure in problem.measures]
        self._report_measures(row_id, problem, measured)
        if not status.completion and not status.text and any(state.text for state in measured):
            status = problem_state.of_all(measured)
        cells: Cells = {
            "编号": row_id,
            "方面": problem.text(words.ASPECT, "；"),
            "大项": problem.text(words.GROUP, "；"),
            "具体问题": problem.text(words.PROBLEM),
            **{role: problem.text(role) for role in _TEXTS},
            "牵头领导": self._people(problem, words.LEAD),
            "责任人": self._people(problem, words.PERSON),
            **self._departments(problem),
            "完成日期": self._when(row_id, problem, words.DONE_ON),
            "剩余时限": self._when(row_id, problem, words.REMAINING_DUE),
            "整改时限": self._due(row_id, problem),
            **self._state(problem, status),
        }
        self._flags(problem, cells)
        if numbered and problem.text(words.NUMBER):
            self._own(cells, FORMER_NUMBER, problem.raw(words.NUMBER))
        for heading, kept in problem.kept.items():
            self._own(cells, heading, kept[0].raw if len(kept) == 1 else "\n".join(cell.text for cell in kept))
        self.problems.append(_fitting({name: value for name, value in cells.items() if value not in ("", None)}))
        self._stands(schema.PROBLEMS, len(self.problems), problem, _cells_of(problem))
        for at, (measure, own) in enumerate(zip(problem.measures, measured, strict=True), 1):
            state = own
            if not measure.cells.get(words.MEASURE_STATUS) and status.completion in _SHARED:
                state = state._replace(completion=status.completion)
            self.measures.append(_fitting(self._measure(number, at, measure, state)))
            refs = {words.MEASURE: measure.ref, **{role: cell.ref for role, cell in measure.cells.items()}}
            self._stands(schema.MEASURES, len(self.measures), problem, refs)
        self._evidence(row_id, problem)
        if problem.struck:
            ref = problem.ref(words.PROBLEM)
            message = f"《{problem.sheet}》{ref}的“{beginning(problem.text(words.PROBLEM), 20)}”划了删除线。"
            self.findings.append(INTAKE_RULES["IL114"].finding(message, sheet=problem.sheet, cell=ref, row_id=row_id))
        for cell in problem.errors:
            message = f"《{problem.sheet}》{cell.ref}显示错误值{cell.text}，没有收入。"
            self.findings.append(
                INTAKE_RULES["IL111"].finding(message, sheet=problem.sheet, cell=cell.ref, row_id=row_id)
            )

    def _state(self, problem: OldProblem, status: Status) -> Cells:
        remaining = "" if status.remaining == status.text else status.remaining
        cells: Cells = {
            "完成程度": status.completion,
            "后续要求": status.follow_up,
            "即知即改": vocabulary.YES if status.immediate else "",
            "状态表述": status.text,
        }
        if remaining and not problem.text(words.REMAINING):
            cells["剩余事项"] = remaining
        if status.remaining_due.kind in ("day", "month") and not problem.text(words.REMAINING_DUE) and status.remaining:
            cells["剩余时限"] = _due_value(status.remaining_due.text, self.feedback)
        return cells

    def _flags(self, problem: OldProblem, cells: Cells) -> None:
        """Read the columns of yes and no, and those whose words are of a dropdown list."""
        follow_up = problem.text(words.FOLLOW_UP)
        known = choices.by_folded(vocabulary.LISTS["后续要求"])
        if follow_up:
            word = choices.chosen(follow_up, known)
            flag = cell_value.flag(follow_up)
            if word in known.values():
                cells["后续要求"] = word
            elif flag or cell_value.key(follow_up) in "●■▲★◆☆○":
                cells["后续要求"] = vocabulary.KEEP_UP
            elif flag is None:
                self._own(cells, "原" + words.FOLLOW_UP, follow_up)
        for role in (words.IMMEDIATE, words.PUBLIC, words.FORMER):
            text = problem.text(role)
            flag = cell_value.flag(text) if text else None
            if flag is not None:
                cells[role] = vocabulary.YES if flag else vocabulary.NO
            elif text:
                self._own(cells, "原" + role, text)
        kind = problem.text(words.DUE_KIND)
        if kind:
            kinds = vocabulary.LISTS["时限类型"]
            word = choices.chosen(kind, choices.by_folded(kinds))
            advised = choices.advised(kind, "时限类型", kinds, {})
            cells["时限类型"] = advised[0] if advised and word not in kinds else word

    def _own(self, cells: Cells, heading: str, value: Raw) -> None:
        names = {column.name for column in schema.PROBLEMS.columns}
        name = f"原{heading}" if heading in names else heading
        self.own[name] = None
        if isinstance(value, Percent | Month | Year):
            cells[name] = cell_value.text(value)
        else:
            cells[name] = int(value) if isinstance(value, float) and value.is_integer() else value

    def _people(self, problem: OldProblem, role: str) -> str:
        return "、".join("、".join(cell.text.split("\n")) for cell in problem.cells.get(role, ()))

    def _departments(self, problem: OldProblem) -> Cells:
        """Return the leading and the assisting departments, which some write into one cell."""
        leading: list[str] = []
        assisting = [name for cell in problem.cells.get(words.ASSISTING, ()) for name in departments.names(cell.text)]
        for cell in problem.cells.get(words.DEPARTMENT, ()):
            text = cell.text
            parts = re.split(_ASSISTING, text) if re.search(_ASSISTING, text) else [text]
            first = re.sub(_LEADING, "", parts[0]).strip(" ;；,，、\n")
            leading += [name for line in first.split("\n") for name in departments.names(line)]
            assisting += [name for part in parts[1:] for line in part.split("\n") for name in departments.names(line)]
        behind = [(re.sub(_ROLE_BEHIND, "", name), re.search(_ROLE_BEHIND, name)) for name in leading]
        assisting += [name for name, role in behind if role and role[1] in ("配合", "协办", "协助")]
        leading = [name for name, role in behind if not role or role[1] in ("牵头", "主办", "主责")]
        return {
            "责任科室": "、".join(dict.fromkeys(leading)),
            "配合科室": "、".join(name for name in dict.fromkeys(assisting) if name not in leading),
        }

    def _due(self, row_id: str, problem: OldProblem) -> Raw:
        if problem.cells.get(words.DUE):
            return self._when(row_id, problem, words.DUE)
        cells = [m.cells[words.MEASURE_DUE] for m in problem.measures if words.MEASURE_DUE in m.cells]
        values = [_due_value(cell.raw, self.feedback) for cell in cells]
        dated = [(when.day, value) for value in values if (when := dates.read(value, after=self.feedback)).day]
        if dated:
            return max(dated, key=lambda pair: pair[0] or date.min)[1]
        return values[0] if len({cell_value.text(value) for value in values}) == 1 else None

    def _when(self, row_id: str, problem: OldProblem, role: str) -> Raw:
        if not problem.cells.get(role):
            return None
        raw = problem.raw(role)
        self._report_date(row_id, problem.sheet, problem.ref(role), raw)
        return _due_value(raw, self.feedback)

    def _report_date(self, row_id: str, sheet: str, ref: str, raw: Raw) -> None:
        text = cell_value.text(raw)
        when = dates.read(raw, after=self.feedback)
        if isinstance(raw, str) and dates.impossible(text):
            message = f"《{sheet}》{ref}的“{beginning(text, 20)}”没有这一天，原文已保留。"
            self.findings.append(INTAKE_RULES["IL105"].finding(message, sheet=sheet, cell=ref, row_id=row_id))
        elif (
            isinstance(raw, str)
            and when.day
            and not re.search(r"\d{4}|\d{2}年|〇|○|今年|明年", text)
            and re.search(r"\d月", cell_value.key(text))
        ):
            message = f"《{sheet}》{ref}的“{beginning(text, 20)}”没有写年份，按反馈日期推定为{dates.in_words(when)}。"
            self.findings.append(INTAKE_RULES["IL106"].finding(message, sheet=sheet, cell=ref, row_id=row_id))

    def _measure(self, number: int, at: int, measure: OldMeasure, state: Status) -> Cells:
        own = measure.cells
        completion = state.completion
        cells: Cells = {
            "措施编号": f"M{number:03d}-{at}",
            "问题编号": f"P{number:03d}",
            "措施内容": measure.text,
            "责任科室": _text(own.get(words.MEASURE_DEPARTMENT)),
            "责任人": _text(own.get(words.MEASURE_PERSON)),
            "时限": _due_value(own[words.MEASURE_DUE].raw, self.feedback) if words.MEASURE_DUE in own else None,
            "完成程度": completion,
        }
        notes = []
        if state.text and choices.folded(state.text) not in {completion, *map(choices.folded, choices.STATUS_SYNONYMS)}:
            notes.append(f"原完成情况：{state.text}")
        printed = _text(own.get(words.MEASURE_NUMBER))
        if printed and re.findall(r"\d+", printed)[-1:] != [str(at)]:
            notes.append(f"原编号：{printed}")
        cells["备注"] = "；".join(notes)
        return {name: value for name, value in cells.items() if value not in ("", None)}

    def _report_measures(self, row_id: str, problem: OldProblem, measured: Sequence[Status]) -> None:
        for measure, state in zip(problem.measures, measured, strict=True):
            cell = measure.cells.get(words.MEASURE_STATUS)
            if cell and cell.text and not state.completion:
                message = (
                    f"《{problem.sheet}》{cell.ref}的完成情况“{beginning(cell.text, 20)}”归不到任何一档，"
                    "该措施的『完成程度』已留空。"
                )
                self.findings.append(
                    INTAKE_RULES["IL101"].finding(
                        message, sheet=problem.sheet, cell=cell.ref, row_id=row_id, remedy=_IN_REMARKS
                    )
                )
            due = measure.cells.get(words.MEASURE_DUE)
            if due:
                self._report_date(row_id, problem.sheet, due.ref, due.raw)

    def _evidence(self, row_id: str, problem: OldProblem) -> None:
        for cell in problem.cells.get(words.EVIDENCE, ()):
            for name in re.split(r"[\n;；]", cell.text):
                if name.strip():
                    number = f"E{len(self.evidence) + 1:03d}"
                    self.evidence.append({"编号": number, "问题/措施编号": row_id, "名称": name.strip()})
                    self._stands(schema.EVIDENCE, len(self.evidence), problem, {words.EVIDENCE: cell.ref})

    def _stands(self, sheet: schema.Sheet, number: int, problem: OldProblem, refs: Mapping[str, str]) -> None:
        """Note where the row `number` of a sheet comes from; `refs` are its cells by role, the others are empty."""
        table = self.columns.get((problem.sheet, problem.row), {})
        by_column = {
            column.column: ref
            for role, ref in {**table, **refs}.items()
            if ref and (column := words.ROLES.get(role)) and column.sheet == sheet.name
        }
        begins = refs.get(words.MEASURE) or next(filter(None, refs.values()), "") or problem.ref(words.PROBLEM)
        flipped = any(use.sheet == problem.sheet and use.view.flipped for use in self.old.sheets)
        row = FIRST_ROW + number - 1
        self.places[sheet.name, row] = OwnRow(problem.sheet, begins, by_column, sideways=flipped)

    def _of_the_whole(self) -> Iterator[Finding]:
        """Yield what concerns the whole ledger."""
        old = self.old
        for sentence in old.grid.unread:
            yield INTAKE_RULES["IL113"].finding(sentence)
        if self.coloured:
            message = f"{len(self.coloured)}个问题的完成程度按底色和图例读出（{_few(self.coloured)}）。"
            yield INTAKE_RULES["IL103"].finding(message)
        if self.from_progress:
            places = _few(self.from_progress)
            message = f"{len(self.from_progress)}个问题没有填完成情况，按整改进展的首句或末句读出（{places}）。"
            yield INTAKE_RULES["IL104"].finding(message)
        for sheet, rows in old.unexplained.items():
            places = _few([str(row) for row in sorted(rows)])
            message = f"《{sheet}》有{len(rows)}行标了底色（第{places}行），表中没有图例，颜色未读取。"
            yield INTAKE_RULES["IL102"].finding(message, sheet=sheet)
        yield from self._of_sheets()

    def _of_sheets(self) -> Iterator[Finding]:
        """Yield what concerns whole sheets, and problems that stand twice."""
        old = self.old
        data = {use.sheet for use in old.sheets if use.is_data}
        for grid in old.grid.sheets:
            if grid.name in data:
                tables = next(use.tables for use in old.sheets if use.sheet == grid.name)
                yield from _of_sheet(grid.name, grid, {row for table in tables for row in table.data_rows})
        seen: dict[str, str] = {}
        for number, problem in enumerate(old.problems, 1):
            text = cell_value.key(problem.text(words.PROBLEM))
            place = f"《{problem.sheet}》{problem.ref(words.PROBLEM)}"
            if text in seen:
                yield INTAKE_RULES["IL108"].finding(f"{place}与{seen[text]}的问题文字相同。", row_id=f"P{number:03d}")
            seen.setdefault(text, place)
        if old.problems and self.feedback is None:
            yield INTAKE_RULES["IL109"].finding("旧台账没有写反馈日期。")
        for use in old.sheets:
            for what, text in (("责任科室", use.department), ("方面", use.aspect)):
                if use.is_data and text:
                    message = f"《{use.sheet}》各行的{what}都填“{text}”：表中没有这一列，按工作表名或表上方的文字填写。"
                    yield INTAKE_RULES["IL112"].finding(message, sheet=use.sheet)


def _cells_of(problem: OldProblem) -> dict[str, str]:
    """Return the cells of a problem by role, the one with its words first."""
    cells = {words.PROBLEM: problem.ref(words.PROBLEM)}
    cells |= {role: held[0].ref for role, held in problem.cells.items() if held}
    return {**cells, words.TICK: problem.ticks[0][1].ref} if problem.ticks else cells


def _columns_by_row(old: OldLedger) -> Mapping[tuple[str, int], Mapping[str, str]]:
    """Return, for the first row of each problem, the cells of its table by role, empty ones too.

    A form with labels beside its cells, whose first line holds data, has no columns.
    """
    return {
        (problem.sheet, problem.row): {
            column.meaning.role: use.view.cell((problem.row, column.column)) for column in reversed(table.columns)
        }
        for use in old.sheets
        if use.is_data
        for table in use.tables
        if table.top not in table.data_rows
        for problem in table.problems
    }


def _of_sheet(name: str, grid: SheetGrid, rows: set[int]) -> Iterator[Finding]:
    """Yield what a sheet holds that nobody sees at once: hidden rows, comments, formulas without a result."""
    hidden = sorted(rows & grid.hidden_rows)
    filled = {column for _, column in grid.values}
    columns = sorted(filled & grid.hidden_columns)
    parts = []
    if grid.hidden:
        parts.append("整张工作表")
    if hidden:
        parts.append(f"第{_few([str(row) for row in hidden])}行")
    if columns:
        parts.append(f"{_few([column_letters(column) for column in columns])}列")
    if parts:
        yield INTAKE_RULES["IL107"].finding(f"《{name}》隐藏的{'、'.join(parts)}已一并读入。", sheet=name)
    for (row, column), note in sorted(grid.notes.items()):
        if row in rows:
            continue
        ref = cell_ref(row, column)
        text = beginning(" ".join(note.split()), 60)
        yield INTAKE_RULES["IL110"].finding(f"《{name}》{ref}有批注“{text}”，没有带入。", sheet=name, cell=ref)
    formulas = [cell_ref(row, column) for row, column in sorted(grid.uncached)]
    if formulas:
        message = f"《{name}》有{len(formulas)}处公式，文件里没有它们的结果，未读取（{_few(formulas)}）。"
        yield INTAKE_RULES["IL111"].finding(message, sheet=name, cell=formulas[0])
    unsteady = sorted(place for place in grid.unsteady if place[0] in rows)
    if unsteady:
        refs = [cell_ref(row, column) for row, column in unsteady]
        first = f"{refs[0]}“{beginning(grid.unsteady[unsteady[0]], 40)}”"
        message = f"《{name}》有{len(refs)}处公式的结果会自己变（{_few(refs)}），如{first}，按文件里存着的结果读取。"
        yield INTAKE_RULES["IL115"].finding(message, sheet=name, cell=refs[0])


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, of several about one cell with one code the first."""
    places: set[tuple[str, str, str]] = set()
    for finding in findings:
        place = (finding.code, finding.sheet, finding.cell)
        if not finding.cell or place not in places:
            yield finding
        places.add(place)


def _few(names: Sequence[str], most: int = 12) -> str:
    return "、".join(names[:most]) + (f"等{len(names)}处" if len(names) > most else "")


def _text(cell: OldCell | None) -> str:
    return cell.text if cell else ""


def _day(raw: Raw) -> date | None:
    return raw if isinstance(raw, date) and not isinstance(raw, Month | Year) else None


def _due_value(raw: Raw, feedback: date | None) -> Raw:
    """Return a deadline as the ledger wants it: a day that is whole as a date, a month as 2025年6月, else as it is."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date) or raw is None:
        return raw
    text = cell_value.text(raw)
    when = dates.read(raw, after=feedback)
    number = isinstance(raw, int | float) and not isinstance(raw, bool)
    if number and re.fullmatch(r"(?:19|20)\d\d\.\d{1,2}", text):
        year, _, month = text.partition(".")
        return f"{year}年{int(month)}月" if month != "1" and 0 < int(month) < 13 else text
    if not when.inferred and when.kind == "day" and when.day and (number or re.search(_YEAR, text)):
        return raw if isinstance(raw, str) and re.search(r"[前内起至]|-{2}|—", text) else when.day
    if isinstance(raw, str) and when.kind == "month" and when.iso and not when.inferred and "月" not in text:
        return f"{when.iso[:4]}年{int(when.iso[5:7])}月"
    return text if number else raw


def _fitting(cells: Mapping[str, Raw]) -> Cells:
    """Return the cells of a row; a text longer than a cell holds ends with what is left out, which is said."""
    return {
        name: value
        if not isinstance(value, str) or len(value) < LIMIT
        else f"{value[: LIMIT - 40]}……（原文{len(value)}字，一格放不下）"
        for name, value in cells.items()
    }
