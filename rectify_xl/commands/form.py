"""上报表: the form for the level above, one row a problem with its measures, as a workbook or a Word document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify_xl.commands import paper_options
from rectify_xl.commands.outcome import Outcome, Request, made_paper
from rectify_xl.errors import UsageError
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import Ledger
from rectify_xl.papers.form import reporting_form
from rectify_xl.papers.form.reporting_form import FormFilter, FormSettings, ReportingForm
from rectify_xl.papers.reporting_form_fields import NAME
from rectify_xl.text import personal_numbers
from rectify_xl.text.excerpts import first_few

if TYPE_CHECKING:
    from rectify_xl.papers.form.form_grid import FormPaper

ENDINGS = (".xlsx", ".docx")
LISTED = 8
"""Cells that one sentence names; it says how many there are."""


def run(request: Request) -> Outcome:
    """Make the form of the problems that are asked for, and write it to `--output`."""
    from rectify_xl.papers.form.form_grid import PAPERS

    target = _target(request)
    ledger = reader.read_ledger(request.ledger.read())
    settings, file = settings_of(request)
    paper = PAPERS[request.text("paper") or settings.paper]
    made = reporting_form.form(ledger, request.as_of, settings, _asked(request, ledger))
    if not made.rows:
        raise UsageError(
            "没有要报的问题"
            if not ledger.problems
            else f"台账里有{len(ledger.problems)}个问题，符合所挑条件的一个也没有",
            "请核对所挑的责任单位、牵头领导、方面和状态" if ledger.problems else "请先在《问题台账》里填写",
        )
    written = _word(request, ledger, made, paper, target) if _is_word(target) else _sheet(request, made, paper, target)
    doubts, texts = problem_counts.unreadable(ledger, request.as_of), list(reporting_form.printed_texts(made))
    sentences = [
        f"已生成上报表（{paper.name}横向，{written.pages}{written.size:g}磅字）：{target}。",
        *map(str, made.lines),
        *filter(
            None,
            (
                file,
                *written.notes,
                _unprinted(ledger, settings),
                *paper_options.personal_note(texts),
                deadline_wording.sentence(doubts),
            ),
        ),
        *count_caveats.notes(ledger),
    ]
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "form": str(target),
            "paper": paper.name,
            "size": written.size,
            "pages": written.page_count,
            "columns": [column.content.name for column in settings.columns],
            "problems": [{"id": row.problem.id, "row": row.problem.number} for row in made.rows],
            "all_problems": made.all_problems,
            "personal": [{"cell": cell, "kind": kind} for cell, kind in personal_numbers.places(texts)],
            "unprinted_measures": [
                measure.row.cell("措施内容").address for measure in reporting_form.unprinted_measures(ledger, settings)
            ],
            "unreadable": deadline_wording.data(doubts),
        },
        tuple(map(str, sentences)),
        made=made_paper(request, target, "asked" if _is_word(target) else "at once"),
    )


class _Written(NamedTuple):
    """What was written: the size of its type, its pages (None where Word makes them), and what to tell."""

    size: float
    page_count: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def pages(self) -> str:
        return f"{self.page_count}页，" if self.page_count else ""


def _target(request: Request) -> Path:
    """Return the file to write; raises what stands against it."""
    from rectify_xl.workbook.saving import outputs

    target = Path(request.text("output"))
    asked = request.text("format")
    if asked and target.suffix.lower() != f".{asked}":
        raise UsageError(f"上报表的文件名应以 .{asked} 结尾：{target.name}", "请改文件名，或改 --format")
    if not _is_word(target) and (request.text("template") or request.text("trace")):
        raise UsageError("--template 和 --trace 只用于 Word 表", "请把上报表存成 .docx，或不写这两项")
    outputs.refuse(target, NAME, endings=ENDINGS, overwrite=request.on("force"))
    return target


def _is_word(target: Path) -> bool:
    return target.suffix.lower() == ".docx"


def _sheet(request: Request, made: ReportingForm, paper: FormPaper, target: Path) -> _Written:
    from rectify_xl.workbook import form_workbook
    from rectify_xl.workbook.saving import outputs

    content, grid = form_workbook.workbook(made, paper)
    outputs.put(target, content, NAME, endings=ENDINGS, overwrite=request.on("force"))
    return _Written(grid.columns.size, len(grid.pages))


def _word(request: Request, ledger: Ledger, made: ReportingForm, paper: FormPaper, target: Path) -> _Written:
    from rectify_xl.documents.writers.write_reporting_form import write_reporting_form

    options, notes = paper_options.paper_options(request, ledger, NAME)
    columns = write_reporting_form(made, paper, target, options)
    return _Written(columns.size, notes=notes)


def settings_of(request: Request) -> tuple[FormSettings, str]:
    """Return the columns: of `--columns`, else of the office's own file beside the ledger, else those that ship.

    With them what to tell about a file that nobody asked for.
    """
    from rectify_xl.documents.layout import form_settings

    if request.text("columns"):
        return form_settings.read(Path(request.text("columns"))), ""
    folder = request.ledger.folder
    own = Path(folder, paper_options.OWN_TEMPLATES, form_settings.FILE)
    if folder and own.is_file():
        return form_settings.read(own), f"列照台账旁“{paper_options.OWN_TEMPLATES}”文件夹里的{form_settings.FILE}排。"
    return form_settings.shipped(), ""


def _asked(request: Request, ledger: Ledger) -> FormFilter:
    """Return which problems are asked for; raises `UsageError` for a name that is not in the ledger."""
    asked = FormFilter(*(request.text(name) for name in FormFilter._fields))
    known = reporting_form.known_names(ledger)
    if asked.department and not any(
        departments.concerns(problem.departments, asked.department) for problem in ledger.problems
    ):
        raise UsageError(f"台账中没有责任单位“{asked.department}”", _choices(known.department))
    if asked.leader and departments.name(asked.leader) not in known.leader:
        raise UsageError(f"台账中没有牵头领导“{asked.leader}”", _choices(known.leader))
    if asked.aspect and not any(departments.name(asked.aspect) in departments.name(aspect) for aspect in known.aspect):
        raise UsageError(f"台账中没有方面“{asked.aspect}”", _choices(known.aspect))
    if asked.state and asked.state not in reporting_form.STATES:
        raise UsageError(f"没有“{asked.state}”这种状态", f"可选：{'、'.join(reporting_form.STATES)}")
    return asked


def _choices(names: tuple[str, ...]) -> str:
    return f"请核对名称，可选：{'、'.join(names)}" if names else "台账里这一列还没有填"


def _unprinted(ledger: Ledger, settings: FormSettings) -> str:
    """Say which measures stand on no row because they belong to no problem."""
    rows = reporting_form.unprinted_measures(ledger, settings)
    if not rows:
        return ""
    cells = first_few((row.row.cell("问题编号").address.replace("!", "") for row in rows), LISTED, "、", "……")
    return f"有{len(rows)}条措施对不上问题，没有印出（{cells}），请改正《整改措施》的问题编号。"
