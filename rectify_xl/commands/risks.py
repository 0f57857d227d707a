"""预警研判: overdue, due soon, and rows that may relapse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rectify_xl.commands.finding_tables import unreadable_letters
from rectify_xl.commands.outcome import HEADLINES, Headlines, Outcome, OutputTable, Request, Tone
from rectify_xl.ledger import command_needs, schema
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts
from rectify_xl.ledger.reading import guard, reader

if TYPE_CHECKING:
    from rectify_xl.judgement.risks import Risk
    from rectify_xl.judgement.risks.earlier_ledger import Candidate
    from rectify_xl.ledger.records import Ledger

WARNINGS = f"《{schema.WARNINGS.name}》"
TONES: dict[str, Tone] = {"红": "red", "橙": "orange", "黄": "yellow"}
KIND_LABEL = {"overdue": "逾期", "due_soon": "临期", "relapse": "反弹风险"}


def run(request: Request) -> Outcome:
    """Assess all problems; `--write` fills 预警, 预警原因 and 预警清单, `--previous` looks for old problems."""
    from rectify_xl.judgement import risks

    ledger = reader.read_ledger(request.ledger.read())
    assessed = risks.assess(ledger, request.as_of)
    unread = problem_counts.unreadable(ledger, request.as_of)
    if request.on("write"):
        from rectify_xl.judgement.risks.mark_risks import mark

        request.ledger.write(mark(ledger, assessed, unread, as_of=request.as_of))
    similar = _candidates(ledger, request.text("previous"))
    by_kind: Counter[str] = Counter(risk.kind for risk in assessed if not risk.still_open)
    counted = "，".join(f"{label}{by_kind[kind]}个" for kind, label in KIND_LABEL.items())
    still_open = sum(risk.still_open for risk in assessed)
    counted += f"，未完成问题的其他风险{still_open}个" if still_open else ""
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "risks": [
                {
                    "id": risk.id,
                    "row": risk.row,
                    "level": risk.level,
                    "kind": risk.kind,
                    "label": _label(risk),
                    "days": risk.days,
                    "score": risk.score,
                    "letter": risk.letter.word if risk.letter else "",
                    "letter_sent": bool(risk.letter and risk.letter.sent),
                    "reasons": [
                        {"code": reason.code, "text": reason.text, "cell": reason.cell} for reason in risk.reasons
                    ],
                }
                for risk in assessed
            ],
            "unreadable": deadline_wording.data(unread),
            **({"candidates": [_candidate_data(candidate) for candidate in similar]} if similar is not None else {}),
        },
        (
            f"截至{request.as_of.isoformat()}：{counted}。",
            *filter(None, (deadline_wording.sentence(unread), count_caveats.sums(ledger))),
            *((f"已写入{WARNINGS}，相关行已标色。",) if request.on("write") else ()),
            *_unknown(ledger),
            *unreadable_letters(ledger),
            *((f"与以前的台账相似的问题{len(similar)}对，是否同一问题请人工认定。",) if similar is not None else ()),
        ),
        (*_warnings(assessed), *_similar(similar or ())),
        headlines=(
            *_headlines(assessed, WARNINGS if request.on("write") else ""),
            *_similar_headlines(similar or ()),
        ),
    )


def _warnings(assessed: Sequence[Risk]) -> Iterator[OutputTable]:
    if assessed:
        yield OutputTable(
            "预警清单",
            ("级别", "类型", "编号", "天数", "风险分", "督办文书", "原因"),
            tuple(
                (
                    risk.level,
                    _label(risk),
                    risk.id,
                    "" if risk.days is None else str(risk.days),
                    str(risk.score),
                    risk.letter.shown if risk.letter else "",
                    "；".join(f"{reason.text}（{reason.cell}）" for reason in risk.reasons),
                )
                for risk in assessed
            ),
            tuple(TONES.get(risk.level, "") for risk in assessed),
        )


def _headlines(assessed: Sequence[Risk], kept_in: str) -> Iterator[Headlines]:
    if assessed:
        lines = tuple(
            f"{risk.level}　{risk.id}　{'；'.join(reason.text for reason in risk.reasons)}"
            for risk in assessed[:HEADLINES]
        )
        cells = (reason.cell for risk in assessed for reason in risk.reasons)
        cell = next((cell for cell in cells if "!" in cell), "")
        yield Headlines(lines, len(assessed), kept_in=kept_in, cell=cell)


def _label(risk: Risk) -> str:
    return risk.label if risk.still_open else KIND_LABEL[risk.kind]


def _unknown(ledger: Ledger) -> Iterator[str]:
    """Say which lines of the weights in 字典 weigh nothing, because no signal has that name."""
    from rectify_xl.judgement.risks import risk_signals

    names = "、".join(f"“{weight.signal}”（{weight.cell.address}）" for weight in risk_signals.unknown(ledger))
    if names:
        yield f"《字典》中没有这样的反弹信号：{names}，它们的权重没有用上；请照使用手册改正名称。"


def _candidates(ledger: Ledger, path: str) -> tuple[Candidate, ...] | None:
    """Return the problems that look like those of the ledger at `path`; None where no path is given."""
    if not path:
        return None
    from rectify_xl.judgement.risks.earlier_ledger import candidates
    from rectify_xl.workbook.file_host import FileBook

    earlier = FileBook(path).read()
    guard.refuse(earlier, command_needs.EARLIER, "与以前的台账比较")
    return candidates(ledger, reader.read_ledger(earlier))


def _candidate_data(candidate: Candidate) -> dict[str, object]:
    return {
        "id": candidate.problem.id,
        "cell": candidate.problem.row.cell("具体问题").address,
        "problem": candidate.problem.problem,
        "previous_id": candidate.earlier.id,
        "previous_cell": candidate.earlier.row.cell("具体问题").address,
        "previous_problem": candidate.earlier.problem,
        "likeness": candidate.likeness,
        "marked": candidate.marked,
    }


def _similar_headlines(similar: Sequence[Candidate]) -> Iterator[Headlines]:
    if similar:
        lines = tuple(
            f"{pair.problem.id} 与以前的 {pair.earlier.id} 相似（{pair.likeness}）：{pair.earlier.problem}"
            for pair in similar[:HEADLINES]
        )
        yield Headlines(lines, len(similar), unit="对", aside=True)


def _similar(similar: Sequence[Candidate]) -> Iterator[OutputTable]:
    if similar:
        yield OutputTable(
            "与以前台账相似的问题（供人工认定）",
            ("相似度", "本次", "具体问题", "以前", "以前的问题"),
            tuple(
                (
                    str(candidate.likeness),
                    f"{candidate.problem.id} {candidate.problem.row.cell('具体问题').ref}"
                    + ("（已填上轮问题）" if candidate.marked else ""),
                    candidate.problem.problem,
                    f"{candidate.earlier.id} {candidate.earlier.row.cell('具体问题').ref}",
                    candidate.earlier.problem,
                )
                for candidate in similar
            ),
        )
