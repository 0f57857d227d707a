"""一键处理: what can be put right in one way only is listed before → after, and done where the user says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.commands.finding_tables import RESULTS, RESULTS_WRITTEN, finding_data
from rectify_xl.commands.fixing import remedy_trial
from rectify_xl.commands.fixing.before_after import BeforeAfter, before_after, pair_data, pair_headlines, pair_table
from rectify_xl.commands.fixing.remedy_trial import LedgerState, Trial
from rectify_xl.commands.outcome import FINE, FOUND, Outcome, Pending, Request
from rectify_xl.commands.runner import UNSIGNED
from rectify_xl.errors import UsageError
from rectify_xl.judgement.checks import chosen_lines, mark_findings, never_verified
from rectify_xl.judgement.checks.chosen_lines import LineChoice
from rectify_xl.ledger import command_needs, schema, verified_findings
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.records import Changes, Finding, Ledger
from rectify_xl.ledger.verified_findings import VerifiedFinding
from rectify_xl.text import cell_value

ALL, MARKED = "all", "marked"
_WORDS = {"全部": ALL, "选的": MARKED}
_PROFILE = "公开"
"""All that any profile finds may be chosen in 校验结果."""
_LISTED = "填报"


class ChosenFindings(NamedTuple):
    """The findings that are to be put right, those to be registered as verified, and what is to be said of others."""

    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()
    verified: tuple[tuple[Finding, str], ...] = ()


def run(request: Request) -> Outcome:
    """List what is certain; with `--take`, do it in one step. `--write` puts the list into 校验结果."""
    words = tuple(_WORDS.get(word, word) for word in request.many("take"))
    return _take(request, words) if words else _list(request)


def _list(request: Request) -> Outcome:
    book = request.ledger.read()
    before = remedy_trial.state(request, book, _LISTED)
    before = before._replace(findings=verified_findings.split(before.ledger, before.findings).left)
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
            "fixable": [pair_data(pair) for pair in pairs],
            "findings": [finding_data(finding) for finding in findings],
        },
        tuple(_list_summary(request, before, trial, pairs, others)),
        (pair_table("可以一键改好的", pairs),) if pairs else (),
        pending=(Pending("write"),) if pairs or _to_do(before.ledger) else (),
        headlines=pair_headlines(pairs, kept=request.on("write")),
    )


def _list_summary(
    request: Request, before: LedgerState, trial: Trial, pairs: Sequence[BeforeAfter], others: int
) -> Iterator[str]:
    if pairs:
        yield f"能一键改好的{len(trial.held)}条（{len(pairs)}格），改法只有一种；另有{others}条要由人来定。"
        yield from _effects(request, before, trial, done=False)
    elif others:
        yield f"没有能一键改好的；{others}条要由人来定。"
    else:
        yield "校验通过，没有要处理的。"
    if request.on("write"):
        yield f"{RESULTS_WRITTEN}请在{RESULTS}的“处理”列核对：照改、已核实、暂不处理。"
        yield from missing_columns(before.ledger)
    elif pairs:
        yield "台账还没有改动（全部照改加 --take all，只办《校验结果》中选的加 --take marked）。"


def _effects(request: Request, before: LedgerState, trial: Trial, *, done: bool) -> Iterator[str]:
    """Say which numbers change, and what is found that nobody could see before."""
    counts = list(remedy_trial.count_changes(request, before.ledger, trial.after.ledger))
    if counts:
        yield f"{'统计数随之变了' if done else '照改后统计数会变'}：{'，'.join(counts)}。"
    if trial.revealed:
        first, number = trial.revealed[0], len(trial.revealed)
        yield f"{'另查出' if done else '照改后另会查出'}{number}条原来看不到的，如{first.address}：{first.message}"


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
    lines = _registered(request, trial.after, chosen)
    if pairs or lines:
        request.ledger.write(_with_list(trial, lines))
    failed = tuple(pair_data(pair) for pair in before_after(before.ledger, trial.failed))
    return Outcome(
        {
            "as_of": request.as_of.isoformat(),
            "written": bool(pairs or lines),
            "registered": [_line_data(line) for line in lines],
            "fixed": [pair_data(pair) for pair in pairs],
            "failed": list(failed),
            "remarks": list(chosen.remarks),
            "findings": [finding_data(finding) for finding in trial.after.findings],
        },
        (
            *_done(len(trial.held), len(pairs), lines),
            *(_effects(request, before, trial, done=True) if pairs else ()),
            *_not_done(trial, chosen),
        ),
        (pair_table("已经改好的", pairs),) if pairs else (),
        FOUND if trial.failed else FINE,
        headlines=pair_headlines(pairs),
    )


def _registered(request: Request, after: LedgerState, chosen: ChosenFindings) -> tuple[VerifiedFinding, ...]:
    """Return the lines of 核实登记 for what a person verified; what was looked at is as it will stand."""
    moment = request.now.strftime(change_log.TIME_FORMAT)
    return tuple(
        verified_findings.line_for(
            finding,
            after.ledger,
            time=moment,
            by=request.by or UNSIGNED,
            reason=reason,
            source=verified_findings.BY_CHECKING,
        )
        for finding, reason in chosen.verified
    )


def _with_list(trial: Trial, lines: Sequence[VerifiedFinding]) -> Changes:
    """Return all changes of the step, with what is left in 校验结果, where the ledger has a sheet for that."""
    after = trial.after
    changes = (*trial.changes, *verified_findings.appended(after.ledger, lines))
    if not chosen_lines.has_columns(after.ledger):
        return changes
    seals = Counter(line.seal for line in lines)
    left = []
    for finding in verified_findings.split(after.ledger, after.findings).left:
        mark = verified_findings.seal(finding, after.ledger) if seals else ""
        if seals[mark]:
            seals[mark] -= 1
        else:
            left.append(finding)
    return (*changes, *mark_findings.mark(after.ledger, left))


def _done(remedies: int, cells: int, verified: Sequence[VerifiedFinding]) -> Iterator[str]:
    if remedies:
        yield f"已改好{remedies}条（{cells}格），可以撤销；各处改动记入《{schema.CHANGES.name}》。"
    if verified:
        number = verified_findings.in_numbers(verified)
        yield f"已核实{number}，记入《{schema.VERIFIED.name}》；内容不变就不再提示，改了会重新提示。"
    if not remedies and not verified:
        yield "没有可以照办的，台账没有改动。"


def _not_done(trial: Trial, chosen: ChosenFindings) -> Iterator[str]:
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
    verified: list[tuple[Finding, str]] = []
    remarks: list[str] = []
    for sign, line in lines.items():
        finding = present.get(sign)
        if line.choice not in (schema.TAKE, schema.VERIFY):
            continue
        if finding is None:
            remarks.append(f"{RESULTS}{line.place}与台账现在的内容不符，没有处理；请再点一次“看改什么”。")
        elif line.choice == schema.VERIFY:
            hindrance = _not_verified(finding, line, before.ledger)
            remarks += [f"{RESULTS}{line.place}没有登记为已核实：{hindrance}。"] if hindrance else []
            verified += [] if hindrance else [(finding, line.reason)]
        elif finding.remedy is None:
            remarks.append(f"{RESULTS}{line.place}没有唯一的改法，请自己改：{finding.fix}")
        else:
            taken.append(finding)
    return ChosenFindings(tuple(taken), tuple(remarks), tuple(verified))


def _not_verified(finding: Finding, line: LineChoice, ledger: Ledger) -> str:
    """Return why a finding cannot be registered as verified, empty where it can."""
    if finding.code in never_verified.REASONS:
        return f"这一类（{finding.code}）{never_verified.REASONS[finding.code]}"
    if not line.reason:
        return "没有写“核实理由”，请写明为什么无误（如核对过哪份文件）"
    if not verified_findings.can_hold(ledger):
        return f"台账还没有《{schema.VERIFIED.name}》，请点一次“修复下拉和标色”补上再办"
    return ""


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


def _line_data(line: VerifiedFinding) -> dict[str, object]:
    return {"code": line.code, "sheet": line.sheet, "id": line.key, "column": line.column, "reason": line.reason}
