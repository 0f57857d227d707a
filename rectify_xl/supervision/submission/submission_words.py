"""What a submission says to the level above: the names of its files, the covering letter, the subject. Pure.

Numbers of persons are covered in every word of it, names of files included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.ledger import fingerprint
from rectify_xl.ledger.counting.problem_counts import Rollup
from rectify_xl.ledger.records import Ledger
from rectify_xl.notice.writing.slot_facts import percent
from rectify_xl.supervision.submission.submission_manifest import MANIFEST, FileRole
from rectify_xl.text.file_names import dated, of_whom, safe, unused_name
from rectify_xl.text.personal_numbers import covered

LETTER, MAIL, FORM, FINDINGS = "上报说明", "邮件草稿", "上报表", "校验情况"
ENCLOSED = frozenset({FORM, FINDINGS})
"""The workbooks that go along with the ledger."""
FINDINGS_TITLE = "整改台账校验情况"
"""What stands in the title of 校验情况 behind the unit."""
FINDINGS_HEADS = ("序号", "级别", "代码", "位置", "编号", "问题", "处理办法")
"""The heads over its findings."""
ROLE_WORDS: Mapping[FileRole, str] = {
    "ledger": "整改台账",
    "form": FORM,
    "paper": "通报、报告",
    "findings": FINDINGS,
    "letter": LETTER,
}
_NOBODY = "上级巡察机构"
_MEGABYTE = 1_000_000


class LetterFacts(NamedTuple):
    """What the covering letter tells.

    `files` are names with their roles, `errors` and `warnings` the open findings, `verified` how many were verified,
    `kept_errors` why it goes up with errors, `covered` in how many cells a number was covered, `same_as` when the same
    content went up before, `open_remarks` how much of the last return is still open.
    """

    files: Sequence[tuple[str, FileRole]]
    fingerprint: str
    errors: int
    warnings: int
    verified: int = 0
    kept_errors: str = ""
    covered: int = 0
    with_log: bool = False
    same_as: str = ""
    open_remarks: int = 0


def file_name(unit: str, what: str, day: date, ending: str) -> str:
    """Return the name of a file of a submission: 青石镇_整改台账_2026-09-28.xlsx."""
    whose = of_whom(covered(unit)) if unit else "未填单位名称"
    return dated(f"{whose}_{what}", day, ending)


def attached_name(name: str, used: Sequence[str]) -> str:
    """Return the name under which a notice or report goes along; no two files have one."""
    taken, plain = {other.casefold() for other in used}, safe(covered(name))
    stem, dot, ending = plain.rpartition(".")
    return unused_name(stem, taken, f".{ending}") if dot else unused_name(plain, taken)


def subject(ledger: Ledger, as_of: date) -> str:
    """Return what the mail is about."""
    parts = (ledger.info_text("单位名称"), ledger.info_text("巡察轮次"))
    return covered(f"【整改上报】{''.join(parts)}巡察整改台账（截至{chinese(as_of)}）")


def letter(ledger: Ledger, rollup: Rollup, facts: LetterFacts, made: date) -> str:
    """Return the covering letter, which is the text of the mail too."""
    unit = ledger.info_text("单位名称")
    to = ledger.info_text("上级单位") or ledger.info_text("巡察机构") or _NOBODY
    whose = f"{unit or '本单位'}{_round(ledger)}"
    paragraphs = [
        f"　　现报送{whose}巡察整改台账及有关材料，数据截至{chinese(rollup.as_of)}，请审阅。",
        f"　　一、整改情况。{_counts(rollup)}",
        "　　二、报送材料。",
        *(f"　　{number}. {name}（{ROLE_WORDS[role]}）" for number, (name, role) in enumerate(facts.files, 1)),
        f"　　三、校验情况。{_checked(facts)}",
        f"　　四、有关说明。{''.join(_notes(facts))}",
    ]
    phone = ledger.info_text("联系电话")
    if covered(phone) != phone:
        phone = ""
    closing = (f"　　联系电话：{phone}" if phone else "", "", ledger.info_text("落款单位") or unit, chinese(made))
    return covered("\n".join([f"{to}：", *paragraphs, *filter(None, closing[:1]), *closing[1:], ""]))


def heavy(size: int) -> str:
    """Say that a mail may be too large; empty where it is not. Many servers take 20 MB."""
    if size * 4 // 3 < 20 * _MEGABYTE:
        return ""
    return f"邮件有{size * 4 / 3 / _MEGABYTE:.0f}MB，许多邮箱不收，请改用网盘或光盘报送文件夹。"


def _round(ledger: Ledger) -> str:
    turn = ledger.info_text("巡察轮次")
    return turn.removesuffix("巡察") if turn else ""


def _counts(rollup: Rollup) -> str:
    """Return the totals in one sentence."""
    total = rollup.total
    rate = f"，完成率{percent(total.done, total.problems)}" if total.problems else ""
    parts = f"（其中{total.parts}）" if total.parts else ""
    measures = f"整改措施{rollup.measures}条，完成{rollup.measures_done}条。" if rollup.measures else ""
    return f"反馈具体问题{total.problems}个，{total.done_words}{parts}{rate}，{total.open_words(0)}。{measures}"


def _checked(facts: LetterFacts) -> str:
    fine = "没有发现问题" if not facts.errors and not facts.warnings else ""
    counts = f"错误{facts.errors}条、提醒{facts.warnings}条，逐条见《{FINDINGS}》"
    verified = f"；另有{facts.verified}条已核实无误，理由一并列出" if facts.verified else ""
    why = f"有错误仍予报送，原因：{facts.kept_errors}。" if facts.kept_errors and facts.errors else ""
    return f"按“上报”口径校验，{fine or counts}{verified}。{why}"


def _notes(facts: LetterFacts) -> Iterator[str]:
    if facts.same_as:
        yield f"台账内容与{facts.same_as}报送的完全相同，系重复报送。"
    if facts.open_remarks:
        yield f"上级退回的意见还有{facts.open_remarks}处没有改好。"
    if facts.covered:
        yield f"台账中{facts.covered}处个人号码已遮盖。"
    log = "变更记录一并报送" if facts.with_log else "变更记录只报送销号存证"
    yield f"{log}，备注和校验标记不报送。"
    yield f"台账内容核对码{fingerprint.code(facts.fingerprint)}；{MANIFEST}列有各文件的校验值，请一并保留。"
