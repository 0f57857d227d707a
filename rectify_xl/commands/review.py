"""回头看: draw closed problems, print the paper for the visit, record what was found."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands import paper_options
from rectify_xl.commands.outcome import Outcome, OutputTable, Pending, Request, made_paper
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.errors import UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.changes.change_log import LogLine
from rectify_xl.ledger.changes.recorded_change import Change
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.ledger.records import Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.papers.evidence_annex import picture_notes
from rectify_xl.papers.visit_sheet import basis, paper
from rectify_xl.supervision.review import record_visit, sampling
from rectify_xl.supervision.review.record_visit import FIRM, VisitResult
from rectify_xl.supervision.review.sampling import Draw, Pool

LABEL = "回头看"
DRAWN = "（抽查）"
"""What stands in the place of a column in the line of 变更记录 that tells of a draw."""
RESULT_OPTIONS = ("verdict", "finding", "method", "next")


def run(request: Request) -> Outcome:
    """Draw a sample, or, with `--record`, put the result of one visit into 回头看."""
    book = request.ledger.read()
    ledger = reader.read_ledger(book)
    if request.text("record"):
        return _recorded(ledger, request)
    stray = [f"--{option}" for option in RESULT_OPTIONS if request.text(option)]
    if stray:
        raise UsageError(f"{'、'.join(stray)} 要与 --record 编号 一起用", "例如：--record P003 --verdict 巩固")
    return _drawn(book, ledger, request)


def _drawn(book: RawBook, ledger: Ledger, request: Request) -> Outcome:
    pool = sampling.pool(ledger, request.as_of)
    unsound = _unsound(ledger, pool, request)
    if not pool.problems:
        sentences = ("还没有已销号或计为完成的问题，无从抽查。", *unsound[:1])
        return Outcome({"drawn": [], "pool": 0, "invalid": list(pool.invalid)}, sentences)
    number = sampling.sample_size(request.text("draw"), len(pool.problems))
    drawn = sampling.draw(pool, number, request.text("seed") or _fresh_seed())
    sheet = paper(ledger, drawn, request.as_of)
    target = request.text("output")
    saved: tuple[str, ...] = ()
    if target:
        from rectify_xl.documents.writers import write_forms
        from rectify_xl.workbook import picture_files

        options, notes = paper_options.paper_options(request, ledger, write_forms.CHECK_SHEET)
        relations = Relations(ledger)
        documents = {problem.id: relations.evidence_of(problem.id) for problem in drawn.problems}
        annexes = {name: picture_files.annex(request.ledger.folder, papers) for name, papers in documents.items()}
        write_forms.write_visit_sheet(sheet, Path(target), options, annexes)
        notes = (*picture_notes(annexes), *notes)
        saved = (f"现场检查单：{target}。", *notes)
    if request.on("write"):
        saved = (*saved, _note(book, drawn, request))
    else:
        saved = (*saved, "这次抽查没有记入台账；加 --write 记入《变更记录》，事后可以核对。")
    ids = tuple(claim.id for claim in sheet.claims)
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "seed": drawn.seed,
            "formal": pool.formal,
            "pool": len(pool.problems),
            "invalid": list(pool.invalid),
            "strata": [stratum._asdict() for stratum in drawn.strata],
            "drawn": [claim._asdict() for claim in sheet.claims],
            "paper": target or None,
        },
        (*basis(drawn), *unsound, *saved, "检查之后，请逐个登记结论（--record 编号 --verdict 结论）。"),
        (
            OutputTable(
                "回头看抽查",
                ("编号", "方面", "具体问题", ledger.termed("责任科室"), "销号", "以前的回头看"),
                tuple(
                    (claim.id, claim.aspect, claim.problem, claim.department, claim.closed, claim.before)
                    for claim in sheet.claims
                ),
            ),
        ),
        made=made_paper(request, target),
        pending=(*(() if request.on("write") else (Pending("write"),)), Pending("verdict", ids)),
    )


def _unsound(ledger: Ledger, pool: Pool, request: Request) -> tuple[str, ...]:
    """Say which closings are not drawn because they do not stand, and what has changed since others were signed."""
    from rectify_xl.ledger.closure_rules import closure_case, conditions, standing
    from rectify_xl.supervision.closure_steps.evidence_rows import sources_of
    from rectify_xl.workbook import evidence_files

    sentences: list[str] = []
    if pool.invalid:
        ids = "、".join(pool.invalid)
        sentences.append(
            f"登记为已销号、但销号不成立的{len(pool.invalid)}个没有抽：{ids}（close 台账 {pool.invalid[0]} 看原因）。"
        )
    names = [problem.id for problem in pool.problems] if pool.formal else []
    files = evidence_files.digests_of(request.ledger.folder, sources_of(ledger, names)) or None
    for case in standing.of_all(closure_case.gather(ledger, request.as_of, files), names):
        wrong = "，".join(fault.text for fault in conditions.faults(case))
        if wrong:
            sentences.append(f"{case.problem.id}请重点查看：{wrong}。")
    return tuple(sentences)


def _note(book: RawBook, drawn: Draw, request: Request) -> str:
    """Write the draw into 变更记录; return what to say about it."""
    ids = "、".join(problem.id for problem in drawn.problems)
    change = Change(schema.REVIEWS.name, "", DRAWN, "", f"{''.join(basis(drawn))}抽到：{ids}。")
    line = LogLine(request.now.strftime(change_log.TIME_FORMAT), request.by or UNSIGNED, LABEL, change)
    block = change_log.append(book, [line]) if change_log.complete(book) else None
    if block is None:
        return f"《{schema.CHANGES.name}》缺少工作表或列，这次抽查没有记入台账，请记下抽取编号。"
    request.ledger.write((block,))
    return f"这次抽查已记入《{schema.CHANGES.name}》。"


def _fresh_seed() -> str:
    """Return a seed that nobody can know beforehand."""
    import secrets

    return str(secrets.randbelow(900_000) + 100_000)


def _recorded(ledger: Ledger, request: Request) -> Outcome:
    result = VisitResult(
        target=request.text("record"),
        day=request.as_of,
        verdict=request.text("verdict"),
        finding=request.text("finding"),
        method=request.text("method"),
        by=request.text("by"),
        next=request.day("next"),
    )
    entry = record_visit.record(ledger, result)
    former = record_visit.recorded_already(ledger, result)
    if former and not request.on("again"):
        raise UsageError(
            f"《{schema.REVIEWS.name}》第{former.row.number}行已登记过{'、'.join(former.targets)}同一天的“{former.verdict}”，"
            f"检查人同是{former.row.text('检查人')}，没有再登记",
            "确实又检查了一次的，请写明再登记一行（--again）",
        )
    request.ledger.write((entry.block,))
    name = _named(ledger, result.target, entry.problem)
    sentences = [
        f"已登记《{schema.REVIEWS.name}》第{entry.row}行：{name}，{result.verdict}。",
        f"下次回头看：{entry.next.isoformat()}。",
    ]
    if result.verdict != FIRM:
        sentences.append(
            f"结论为“{result.verdict}”：已销号的问题不能改回，"
            f"请作反弹登记（rectify-xl reopen 台账 {entry.problem} --reason 原因），另起一行再作整改。"
        )
    return Outcome(
        {
            "row": entry.row,
            "target": result.target,
            "problem": entry.problem,
            "verdict": result.verdict,
            "next": entry.next.isoformat(),
            "reopen": result.verdict != FIRM,
        },
        tuple(sentences),
        pending=() if result.verdict == FIRM else (Pending("reopen", (entry.problem,)),),
    )


def _named(ledger: Ledger, target: str, problem: str) -> str:
    """Return how a problem that was looked at is called, or one of its measures, which says whose it is."""
    label = next((row.label for row in ledger.problems if row.id == problem), problem)
    return label if target == problem else f"{target}（{label}）"
