"""RX508, RX509, RX510: whether one department goes by one name, and a cell of several can be taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectify_xl.judgement.checks.base import Context, Remark, check, quote, remark
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.records import Ledger, Problem

_ENDINGS = ("办公室", "科室", "办", "科", "室", "处", "部")
"""Words for the kind of a department, the longest first."""
_ENDS = "办科室所站委局部组队院会联心"
"""What the name of a department ends with."""
_ROLE_WORDS = ("主责", "主办", "负责", "责任", "配合", "协办", "协助", "参与")
_ROLES = "|".join(_ROLE_WORDS)
_KIND = "(?:科室|单位|部门|站所)"
_LEADS = "★"
"""Stands beside the name that the cell calls the leading one, while the cell is rewritten."""
_REWRITES = (
    (rf"[(（]\s*牵头{_KIND}?\s*[)）]", _LEADS),
    (rf"[(（]\s*(?:{_ROLES}){_KIND}?\s*[)）]", ""),
    (rf"牵头(?:{_KIND}?[:：]|{_KIND})", f"、{_LEADS}"),
    (rf"(?:{_ROLES})(?:{_KIND}?[:：]|{_KIND})", "、"),
    (rf"(?<=[{_ENDS}])牵头(?=$|[、，,；;。\s])", _LEADS),
    (rf"(?<=[{_ENDS}])(?:{_ROLES})(?=$|[、，,；;。\s])", ""),
    (r"(?:^|(?<=[\s、，,；;。]))\d{1,2}[.．、)）](?!\d)|[①-⑳]", "、"),
    (r"[&＆|｜。]", "、"),
    (rf"(?<=[{_ENDS}])(?<!党委)(?:以及|和|及|与)(?=[^、，,；;/+\s（(]*[{_ENDS}](?:$|[、，,；;/+\s（(]))", "、"),
)
"""Patterns are plain strings: most ledgers need none of them, and compiling all took a tenth of a cold check."""
_SUSPECT_MARKS = frozenset("&＆|｜。和及与")
_SUSPECT_WORDS = ("牵头", *_ROLE_WORDS)


def _advised(cell: str) -> str:
    """Return how a cell of departments is to be written so that each is counted by its name; empty where it is."""
    if not _suspect(cell):
        return ""
    rewritten = cell
    for pattern, by in _REWRITES:
        rewritten = re.sub(pattern, by, rewritten)
    if rewritten == cell:
        return ""
    names = sorted(departments.names(rewritten), key=lambda name: _LEADS not in name)
    plain = tuple(dict.fromkeys(name.replace(_LEADS, "") for name in names))
    return "、".join(filter(None, plain)) if plain != departments.names(cell) else ""


def _suspect(cell: str) -> bool:
    """Tell whether a cell may hold what is to be rewritten; nearly none does."""
    if any(mark in _SUSPECT_MARKS or mark.isdigit() for mark in cell):
        return True
    return any(word in cell for word in _SUSPECT_WORDS)


def _first_rows(ledger: Ledger) -> dict[str, Problem]:
    """Return every department that is named, with the first problem that names it."""
    rows: dict[str, Problem] = {}
    for problem in ledger.problems:
        for name in problem.departments:
            rows.setdefault(name, problem)
    return rows


def _forms(name: str) -> set[str]:
    """Return what a name and its alias are without the word for their kind."""
    stems = map(_stem, (name, *departments.alias(name)))
    return {stem for stem in stems if len(stem) > 1}


def _stem(name: str) -> str:
    ending = next((word for word in _ENDINGS if name.endswith(word)), "")
    return name.removesuffix(ending)


@check(
    "RX508",
    "lookalike-department",
    "科室名称写法相近",
    guards="同一个科室有两种写法（党政办与党政办公室、组织办与组织办（党建办）），会被当成两个科室分别计数、排名、发函。",
    ignore="确是两个科室时可以忽略。",
)
def lookalike_department(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every department whose name resembles that of an earlier one."""
    known: dict[str, str] = {}
    rows = _first_rows(ledger)
    for name, problem in rows.items():
        forms = _forms(name)
        other = next((known[form] for form in sorted(forms) if form in known), "")
        if other and not _advised(problem.department):
            yield remark(
                problem.row,
                "责任科室",
                f"{quote(name)}与第{rows[other].number}行的{quote(other)}写法相近，现在分别计数。",
                "如果是同一个科室，请把{}改成同一写法，或在《字典》的“科室名单”“计入科室”写明计到哪里。",
            )
        for form in forms:
            known.setdefault(form, name)


@check(
    "RX509",
    "unlisted-department",
    "科室不在名单里",
    guards="《字典》列了本单位的科室名单，台账里却写了名单以外的名称，多半是错字或旧名。",
    ignore="《字典》的“科室名单”还没有填全时可以忽略。",
)
def unlisted_department(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every department that is not in the list of 字典, where there is one; words for all need not be."""
    listed = {departments.name(text) for word, cell in ledger.department_rules for text in (word, cell.text) if text}
    for name, problem in _first_rows(ledger).items() if listed else ():
        if name not in listed and not departments.means_everybody(name) and not _advised(problem.department):
            yield remark(
                problem.row,
                "责任科室",
                f"写了{quote(name)}，《字典》的科室名单里没有。",
                "请核对{}；确有这个科室的，请补到《字典》的“科室名单”。",
            )


@check(
    "RX510",
    "joined-departments",
    "几个科室的写法分不开",
    guards="责任科室里写了“牵头”“配合”、序号、句号，或用“和”“&”连接几个科室，整格会被当成另一个科室计数、排名、发函。",
    ignore="确是一个科室的名称时可以忽略。",
)
def joined_departments(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every cell of departments that is not taken apart as it is meant, with how to write it."""
    for problem in ledger.problems:
        advised = _advised(problem.department)
        if advised:
            counted = problem.departments[0] if problem.departments else problem.department
            yield remark(
                problem.row,
                "责任科室",
                f"写的是{quote(problem.department)}，现在计在{quote(counted)}名下。",
                f"请把{{}}改为“{advised}”：只写科室名称，用顿号隔开，牵头的写在最前面。",
            )
