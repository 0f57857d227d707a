"""周调度: the paper for the weekly meeting. It reads only."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from rectify_xl.commands import paper_options, rollup
from rectify_xl.commands.meeting_input import moved_data, read
from rectify_xl.commands.outcome import MadeFile, Outcome, OutputTable, Request, made_paper
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.ledger.counting import deadline_wording, problem_counts
from rectify_xl.ledger.counting.problem_counts import NO_DEPARTMENT, shown_department
from rectify_xl.ledger.memory.snapshots import WEEK
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.papers import weekly_fields, weekly_sheet
from rectify_xl.papers.weekly_fields import WeeklyValues
from rectify_xl.papers.weekly_sheet import WeeklyEdition
from rectify_xl.supervision.meetings import meeting_questions, movement, ranking
from rectify_xl.supervision.meetings.cell_phrases import name_of
from rectify_xl.supervision.meetings.meeting_questions import MeetingQuestion
from rectify_xl.supervision.meetings.meeting_state import Department, MeetingState, by_debt, known
from rectify_xl.text.excerpts import first_few

NAME = weekly_fields.NAME


def run(request: Request) -> Outcome:
    """Tell what moved, who owes what and what to ask; `--output` writes the paper."""
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    department = _department(request.text("department"), ledger)
    situation = read(request, book, ledger, WEEK, department)
    asked = meeting_questions.ask(situation)
    made, saved = _papers(request, situation, department)
    counts = rollup.as_data(situation.counted)
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            **moved_data(situation),
            "paper": request.text("output") or None,
            "files": [one.path for one in made if one.kind == "paper"],
            "totals": counts["totals"],
            "unreadable": deadline_wording.data(problem_counts.unreadable(situation.ledger, request.as_of)),
            "departments": [_data(department) for department in situation.departments],
            "leaders": ranking.data(situation),
            "questions": [
                {
                    "rule": question.rule,
                    "department": question.department,
                    "id": question.id,
                    "text": question.text,
                    "cells": list(question.cells),
                }
                for question in asked
            ],
        },
        (
            f"截至{request.as_of.isoformat()}：{weekly_sheet.overall(situation)}",
            _moved(situation),
            *(() if situation.before else (movement.HOW_TO_KEEP,)),
            f"要问的问题{len(asked)}个。" if asked else "没有要问的问题。",
            *filter(None, (weekly_sheet.clear(situation),)),
            *weekly_sheet.notes(situation)[:-1],
            saved,
        ),
        tuple(
            table
            for table in (_debts(situation, asked), _leaders(situation), _questions(situation, asked))
            if table.rows
        ),
        made=made,
    )


def _papers(request: Request, situation: MeetingState, department: str) -> tuple[tuple[MadeFile, ...], str]:
    """Write the paper, or one for each department or leader; return what was made, and what to say about it."""
    target = request.text("output")
    if not target:
        return (), "没有生成文件；加 -o 周调度表.docx 生成可打印的表。"
    by: Literal["科室", "领导"] = "领导" if request.text("pages") == "领导" else "科室"
    edition = WeeklyEdition(by, bool(request.text("pages")), department=department)
    asked = meeting_questions.ask(edition.grouped(situation))
    if request.on("split") or Path(target).is_dir() or not Path(target).suffix:
        return _split(request, situation, asked, edition)
    from rectify_xl.documents import make_paper

    values = weekly_sheet.values(situation, asked, edition)
    options, notes = paper_options.paper_options(request, situation.ledger, NAME)
    make_paper.write(NAME, values, Path(target), title=str(values["题名"]), options=options)
    personal = paper_options.personal_note(values)
    return made_paper(request, target), "".join((f"周调度表：{target}。", *personal, *notes))


def _split(
    request: Request, situation: MeetingState, asked: tuple[MeetingQuestion, ...], edition: WeeklyEdition
) -> tuple[tuple[MadeFile, ...], str]:
    """Write a file for each department, or leader, that has something open; none where one of them stands there."""
    from rectify_xl.documents import make_paper
    from rectify_xl.text.file_names import safe

    folder = Path(request.text("output"))
    if folder.suffix.lower() == ".docx" or folder.is_file():
        raise PaperError(f"分别成文件要放进文件夹，不能是“{folder.name}”", "请换一个文件夹名，如 周调度表")
    names = [group.name for group in by_debt(edition.grouped(situation).departments)]
    targets = {name: folder / f"{NAME}_{safe(name)}_{request.as_of.isoformat()}.docx" for name in names}
    if len(set(targets.values())) < len(targets):
        targets = {
            name: path.with_stem(f"{number:02d}_{path.stem}") for number, (name, path) in enumerate(targets.items(), 1)
        }
    present = [path.name for path in targets.values() if path.exists()]
    if present and not request.on("force"):
        raise PaperError(
            f"文件夹“{folder}”里已有{first_few(present, 3, more='等')}", "请换一个文件夹，或加 --force 覆盖"
        )
    if not targets:
        return (), f"没有未完成的问题，没有哪个{situation.ledger.termed(edition.by)}要单独成文件。"
    folder.mkdir(parents=True, exist_ok=True)
    printed, notes = list[WeeklyValues](), tuple[str, ...]()
    for name, target in targets.items():
        request.say(f"正在生成{target.name}……")
        values = weekly_sheet.values(situation, asked, edition._replace(only=name))
        options, notes = paper_options.paper_options(request, situation.ledger, NAME)
        make_paper.write(NAME, values, target, title=str(values["题名"]), options=options._replace(trace_to=None))
        printed.append(values)
    notes = (*paper_options.personal_note(printed), *notes)
    made = (MadeFile("folder", str(folder)), *(MadeFile("paper", str(path), "never") for path in targets.values()))
    whose = "位领导" if edition.by == "领导" else situation.ledger.termed("个科室")
    counted = f"{len(targets)}{whose}"
    return made, "".join((f"周调度表{len(targets)}份（{counted}有未完成的问题）：{folder}。", *notes))


def _department(name: str, ledger: Ledger) -> str:
    if name and not known(ledger, name):
        listed = {name for problem in ledger.problems for name in problem.departments or (NO_DEPARTMENT,)}
        raise UsageError(
            f"台账中没有责任{ledger.department_term}“{name}”", f"请核对名称，可选：{'、'.join(sorted(listed))}"
        )
    return name


def _moved(situation: MeetingState) -> str:
    moves = movement.moves(situation)
    counted = "，".join(f"{move.label}{len(move.ids)}个" for move in moves if move.ids)
    return movement.note(situation, WEEK) + (f"{counted or '没有变化'}。" if moves else "")


def _data(department: Department) -> dict[str, object]:
    line, worst = department.line, department.longest
    return {
        "title": line.title,
        "problems": line.problems,
        "done": line.done,
        "closed": line.closed,
        "ongoing": line.ongoing,
        "overdue": line.overdue,
        "due_soon": sum(item.soon is not None for item in department.counted),
        "longest_overdue": worst.days_late if worst else 0,
        "open": [name_of(item.problem) for item in department.open if not item.again],
        "reopened": [name_of(item.problem) for item in department.open if item.again],
    }


def _debts(situation: MeetingState, asked: tuple[MeetingQuestion, ...]) -> OutputTable:
    rows = []
    for department in by_debt(situation.departments):
        data, worst = _data(department), department.longest
        name = shown_department(department.name, situation.ledger)
        longest = f"{worst.days_late}天（{worst.name}）" if worst else ""
        count = sum(question.department == department.name for question in asked)
        rows.append((name, str(data["ongoing"]), str(data["overdue"]), str(data["due_soon"]), longest, str(count)))
    term = situation.ledger.department_term
    return OutputTable(f"{term}欠账", (f"责任{term}", "未完成", "逾期", "临期", "最长逾期", "要问"), tuple(rows))


def _leaders(situation: MeetingState) -> OutputTable:
    return OutputTable("牵头领导", ranking.COLUMNS, ranking.cells(situation))


def _questions(situation: MeetingState, asked: tuple[MeetingQuestion, ...]) -> OutputTable:
    return OutputTable(
        "会上要问",
        (situation.ledger.termed("责任科室"), "要问的话", "依据"),
        tuple(
            (
                shown_department(question.department, situation.ledger),
                str(question.text),
                meeting_questions.places(question.cells),
            )
            for question in asked
        ),
    )
