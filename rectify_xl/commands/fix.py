"""一键处理: what can be put right in one way only is listed before → after, and done where the user says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.commands import remedy_trial
from rectify_xl.commands.finding_tables import RESULTS, RESULTS_WRITTEN, finding_data
from rectify_xl.commands.outcome import FINE, FOUND, HEADLINES, Headlines, Outcome, OutputTable, Pending, Request
from rectify_xl.commands.remedy_trial import LedgerState, Trial
from rectify_xl.errors import UsageError
from rectify_xl.judgement.checks import chosen_lines, mark_findings
from rectify_xl.judgement.checks.chosen_lines import LineChoice
from rectify_xl.ledger import command_needs, schema
from rectify_xl.ledger.records import Changes, Finding, Ledger
from rectify_xl.text import cell_value
from rectify_xl.text.excerpts import on_one_line, shortened
from rectify_xl.text.refs import address_of, cell_ref, column_letters

ALL, MARKED = "all", "marked"
_WORDS = {"全部": ALL, "选的": MARKED}
SHORT = 30
"""Characters of a text in a table."""
_PROFILE = "公开"
"""All that any profile finds may be chosen in 校验结果."""
_LISTED = "填报"


class BeforeAfter(NamedTuple):
    """One cell of a remedy, or the end of a table, before and after."""

    finding: Finding
    place: str
    column: str
    old: str
    new: str


class ChosenFindings(NamedTuple):
    """The findings that are to be put right, and what is to be said of lines that are not."""

    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()


def run(request: Request) -> Outcome:
    """List what is certain; with `--take`, do it in one step. `--write` puts the list into 校验结果."""
    words = tuple(_WORDS.get(word, word) for word in request.many("take"))
    return _take(request, words) if words else _list(request)


def _list(request: Request) -> Outcome:
    book = request.ledger.read()
    before = remedy_trial.state(request, book, _LISTED)
    trial = remedy_trial.attempt(request, before, before.findings, _LISTED)
    findings = tuple(_without_doubt(finding, trial) for finding in before.findings)
    if request.on("write"):
        request.ledger.write(mark_findings.mark(before.ledger, findings))
    pairs = tuple(before_after(before.ledger, trial.held))
    others = len(findings) - len(trial.held)
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "written": False,
            "fixable": [_pair_data(pair) for pair in pairs],
            "findings": [finding_data(finding) for finding in findings],
        },
        tuple(_list_summary(request, before, trial, pairs, others)),
        (_pair_table("可以一键改好的", pairs),) if pairs else (),
        pending=(Pending("write"),) if pairs or _to_do(before.ledger) else (),
        headlines=_headlines(pairs, kept=request.on("write")),
    )


def _list_summary(
    request: Request, before: LedgerState, trial: Trial, pairs: Sequence[BeforeAfter], others: int
) -> Iterator[str]:
    if pairs:
        yield f"能一键改好的{len(trial.held)}条（{len(pairs)}格），改法只有一种；另有{others}条要由人来定。"
        yield from _effects(request, before, trial, "照改后")
    elif others:
        yield f"没有能一键改好的；{others}条要由人来定。"
    else:
        yield "校验通过，没有要处理的。"
    if request.on("write"):
        yield f"{RESULTS_WRITTEN}请在{RESULTS}的“处理”列核对：照改、已核实、暂不处理。"
        yield from missing_columns(before.ledger)
    elif pairs:
        yield "台账还没有改动（全部照改加 --take all，只办《校验结果》中选的加 --take marked）。"


def _effects(request: Request, before: LedgerState, trial: Trial, when: str) -> Iterator[str]:
    counts = list(remedy_trial.count_changes(request, before.ledger, trial.after.ledger))
    if counts:
        yield f"{when}统计数会变：{'，'.join(counts)}。"
    if trial.revealed:
        first = trial.revealed[0]
        yield f"{when}另会查出{len(trial.revealed)}条原来看不到的，如{first.address}：{first.message}"


def missing_columns(ledger: Ledger) -> Iterator[str]:
    """Say that 校验结果 is of an earlier layout, in which nobody can choose."""
    facts = ledger.sheets.get(schema.FINDINGS.name)
    lacking = [name for name in command_needs.CHOICE if facts is None or name not in facts.headers]
    if lacking:
        yield (
            f"这本台账的{RESULTS}还没有{'、'.join(f'“{name}”' for name in lacking)}列，不能逐条选；"
            "点一次“修复下拉和标色”就会补上，“全部照改”不受影响。"
        )


def _to_do(ledger: Ledger) -> bool:
    """Tell whether a person chose anything in 校验结果 that is still to be done."""
    return any(line.choice in (schema.TAKE, schema.VERIFY) for line in chosen_lines.choices(ledger).values())


def _take(request: Request, words: Sequence[str]) -> Outcome:
    book = request.ledger.read()
    before = remedy_trial.state(request, book, _PROFILE)
    chosen = _chosen(before, words)
    trial = remedy_trial.attempt(request, before, chosen.findings, _PROFILE)
    pairs = tuple(before_after(before.ledger, trial.held))
    if pairs:
        request.ledger.write(_with_list(trial))
    failed = tuple(_pair_data(pair) for pair in before_after(before.ledger, trial.failed))
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "written": bool(pairs),
            "fixed": [_pair_data(pair) for pair in pairs],
            "failed": list(failed),
            "remarks": list(chosen.remarks),
            "findings": [finding_data(finding) for finding in trial.after.findings],
        },
        tuple(_take_summary(request, before, trial, chosen, pairs)),
        (_pair_table("已经改好的", pairs),) if pairs else (),
        FOUND if trial.failed else FINE,
        headlines=_headlines(pairs),
    )


def _with_list(trial: Trial) -> Changes:
    """Return all changes of the step, with what is left in 校验结果, where the ledger has a sheet for that."""
    left = trial.after
    facts = left.ledger.sheets.get(schema.FINDINGS.name)
    whole = facts is not None and all(
        column.name in facts.headers for column in schema.FINDINGS.columns if column.entry == "computed"
    )
    return (*trial.changes, *mark_findings.mark(left.ledger, left.findings)) if whole else trial.changes


def _take_summary(
    request: Request, before: LedgerState, trial: Trial, chosen: ChosenFindings, pairs: Sequence[BeforeAfter]
) -> Iterator[str]:
    if pairs:
        yield f"已改好{len(trial.held)}条（{len(pairs)}格），可以撤销；各处改动记入《{schema.CHANGES.name}》。"
        yield from _effects(request, before, trial, "照改后")
    else:
        yield "没有可以照改的，台账没有改动。"
    for finding in trial.failed:
        yield f"{finding.address}没有照改：改了会生出别的错误，或者动到已经签字的内容，请人工核对。"
    yield from chosen.remarks


def _chosen(before: LedgerState, words: Sequence[str]) -> ChosenFindings:
    """Return the findings that `--take` means."""
    certain = [finding for finding in before.findings if finding.remedy]
    lines = chosen_lines.choices(before.ledger)
    if MARKED in words:
        return _marked(before, lines)
    if ALL in words:
        kept = [f for f in certain if lines.get(chosen_lines.sign(f), LineChoice()).choice in ("", schema.TAKE)]
        put_off = len(certain) - len(kept)
        put_off_sentence = (
            (f"有{put_off}条在{RESULTS}中选了“{schema.LATER}”或“{schema.VERIFY}”，没有动。",) if put_off else ()
        )
        return ChosenFindings(tuple(kept), put_off_sentence)
    return _named(certain, before, words)


def _marked(before: LedgerState, lines: Mapping[chosen_lines.FindingSign, LineChoice]) -> ChosenFindings:
    """Return the findings that stand in 校验结果 with 照改, and say which lines no longer fit."""
    present = {chosen_lines.sign(finding): finding for finding in before.findings}
    taken: list[Finding] = []
    remarks: list[str] = []
    for sign, line in lines.items():
        if line.choice != schema.TAKE:
            continue
        finding = present.get(sign)
        if finding is None:
            remarks.append(f"{RESULTS}{line.place}与台账现在的内容不符，没有处理；请再点一次“看改什么”。")
        elif finding.remedy is None:
            remarks.append(f"{RESULTS}{line.place}没有唯一的改法，请自己改：{finding.fix}")
        else:
            taken.append(finding)
    return ChosenFindings(tuple(taken), tuple(remarks))


def _named(certain: Sequence[Finding], before: LedgerState, words: Sequence[str]) -> ChosenFindings:
    """Return the findings with the codes or at the cells that were named; raises `UsageError` for others."""
    taken: list[Finding] = []
    wrong: list[str] = []
    for word in words:
        plain = cell_value.key(word).upper()
        here = [f for f in before.findings if plain in (f.code, f.address.upper(), f.cell.upper())]
        fitting = [finding for finding in certain if finding in here]
        taken += fitting
        if not here:
            wrong.append(f"没有“{word}”这一条")
        elif not fitting:
            wrong.append(f"“{word}”没有唯一的改法")
    if wrong:
        raise UsageError(
            f"没有改动台账：{'；'.join(wrong)}",
            "请写 all、marked、代码（RX405）或单元格（问题台账!K2）；不加 --take 运行一次就会列出",
        )
    return ChosenFindings(tuple(finding for finding in certain if finding in taken))


def _without_doubt(finding: Finding, trial: Trial) -> Finding:
    """Return a finding without a remedy that does not hold."""
    return finding._replace(remedy=None) if finding in trial.failed else finding


def before_after(ledger: Ledger, findings: Sequence[Finding]) -> Iterator[BeforeAfter]:
    """Yield the cells that remedies write, and the tables that they stretch."""
    for finding in findings:
        for block in finding.remedy.changes if finding.remedy else ():
            facts = ledger.sheets.get(block.sheet)
            headers = {position: name for name, position in facts.headers.items()} if facts else {}
            rows = {row.number: row for row in ledger.rows.get(block.sheet, ())}
            for write in block.writes:
                name = headers.get(write.column, column_letters(write.column))
                old = rows[write.row].text(name) if write.row in rows else ""
                former = ledger.folded.get((block.sheet, write.row, write.column), old)
                place = address_of(block.sheet, cell_ref(write.row, write.column))
                yield BeforeAfter(finding, place, name, former, cell_value.text(write.value))
            if block.table_end:
                yield BeforeAfter(finding, f"《{block.sheet}》", "表格", "有行在表格之外", f"到第{block.table_end}行")


def _pair_data(pair: BeforeAfter) -> dict[str, object]:
    return {
        "code": pair.finding.code,
        "cell": pair.place,
        "id": pair.finding.row_id,
        "column": pair.column,
        "old": pair.old,
        "new": pair.new,
    }


def _pair_table(title: str, pairs: Sequence[BeforeAfter]) -> OutputTable:
    rows = tuple(
        (pair.finding.code, pair.place, pair.column, _short(pair.old) or "（空）", _short(pair.new)) for pair in pairs
    )
    return OutputTable(title, ("代码", "单元格", "列", "现在", "改为"), rows)


def _headlines(pairs: Sequence[BeforeAfter], *, kept: bool = False) -> tuple[Headlines, ...]:
    if not pairs:
        return ()
    lines = tuple(
        f"{pair.place}『{pair.column}』：{_short(pair.old) or '（空）'} → {_short(pair.new)}"
        for pair in pairs[:HEADLINES]
    )
    return (Headlines(lines, len(pairs), unit="格", kept_in=RESULTS if kept else ""),)


def _short(text: str) -> str:
    return shortened(on_one_line(text), SHORT)
