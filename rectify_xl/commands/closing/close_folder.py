"""佐证文件夹: a folder for each problem beside the ledger, and everything in them registered at once."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands.closing import closing_cases
from rectify_xl.commands.outcome import FINE, FOUND, HEADLINES, Headlines, MadeFile, Outcome, OutputTable, Request
from rectify_xl.errors import UsageError
from rectify_xl.ledger.closure_rules import standing
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.supervision.closure_steps import evidence_rows, folder_rows, next_steps
from rectify_xl.supervision.closure_steps.folder_rows import FolderRows, Misfit
from rectify_xl.text.excerpts import first_few
from rectify_xl.workbook import evidence_files, evidence_folder

HEADER = ("文件", "情况", "处理办法")
SHOWN = 5


def run(request: Request, book: RawBook, ledger: Ledger) -> Outcome:
    """Make the folders that are missing, of the named or of all open problems, and register what lies in all."""
    unready = evidence_rows.not_ready(ledger)
    if unready:
        raise UsageError(unready, "请照新台账补上")
    closed = frozenset(standing.claimed(ledger))
    known = {problem.id: problem.problem for problem in ledger.problems if problem.id}
    names = closing_cases.ids_of(request) or [name for name in known if name not in closed]
    strangers = [name for name in names if name not in known]
    if strangers:
        raise UsageError(f"台账中没有编号{'、'.join(strangers)}", "请照《问题台账》的编号填写")
    folder = request.ledger.folder
    scanned = evidence_folder.scan(folder, known.keys(), request.now.date())
    digests = evidence_files.digests_of(folder, evidence_rows.sources(ledger))
    result = folder_rows.rows(ledger, scanned.files, closed, digests)
    request.ledger.write(result.changes)
    made = evidence_folder.make(folder, {name: known[name] for name in names})
    misfits = (*(Misfit(*one) for one in scanned.left), *result.misfits)
    facts = closing_cases.facts_of(request, book, ledger)
    facts = facts._replace(files={**(facts.files or {}), **{one.file.source: one.file.sha256 for one in scanned.files}})
    after = closing_cases.cases_after(facts, book, result.changes, list(result.added))
    lines = [f"{one.place}：{one.text}。{one.remedy}。" for one in misfits]
    return Outcome(
        {
            "folder": str(Path(folder, evidence_folder.FOLDER)),
            "made": list(made),
            "added": {name: list(ids) for name, ids in result.added.items()},
            "known": result.known,
            "left": [one._asdict() for one in misfits],
            "junk": list(scanned.junk),
            "written": bool(result.changes),
            "next": [closing_cases.next_data(case) for case in after],
        },
        (
            *_made(made),
            *_registered(result, len(scanned.files)),
            *_junk(scanned.junk),
            *((f"有{len(misfits)}个文件没有登记或对不上，请逐个核对。",) if misfits else ()),
            *next_steps.sentences(after),
        ),
        (OutputTable("没有登记或对不上的文件", HEADER, tuple(map(tuple, misfits))),) if misfits else (),
        FOUND if misfits else FINE,
        made=(MadeFile("folder", str(Path(folder, evidence_folder.FOLDER))),) if made else (),
        headlines=(Headlines(tuple(lines[:HEADLINES]), len(lines), "个"),) if lines else (),
    )


def _made(made: tuple[str, ...]) -> tuple[str, ...]:
    if not made:
        return ()
    names = first_few(made, SHOWN)
    return (
        f"已建佐证文件夹{len(made)}个：{names}。",
        "请把每个问题的材料放进它的文件夹，再点一次“佐证文件夹”，就全部登记。",
    )


def _registered(result: FolderRows, count: int) -> tuple[str, ...]:
    total = sum(map(len, result.added.values()))
    by_problem = "；".join(
        f"{name} {len(ids)}份（{ids[0]}{f'至{ids[-1]}' if len(ids) > 1 else ''}）" for name, ids in result.added.items()
    )
    known = (f"早已登记、内容未变的{result.known}份，没有重复登记。",) if result.known else ()
    if total:
        return (f"已登记佐证材料{total}份：{by_problem}。可以用“撤销上一步”退回登记，文件不动。", *known)
    return ("文件夹里没有要登记的新材料。" if count else "文件夹里还没有材料。", *known)


def _junk(junk: tuple[str, ...]) -> tuple[str, ...]:
    if not junk:
        return ()
    return (f"临时文件、系统文件{len(junk)}个没有登记：{first_few(junk, SHOWN)}。",)
