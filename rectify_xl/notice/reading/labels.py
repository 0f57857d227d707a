"""The labels in front of a problem's body and status: 整改情况：, 【整改措施】, 整改完成情况：."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from rectify_xl.notice.reading import status_lines
from rectify_xl.text import cell_value

_STATUS = (
    "整改完成情况|整改完成程度|整改完成状态|完成情况|整改状态|完成状态|办理状态|销号情况|销号状态|目前状态|当前状态"
    "|落实状态|整改落实状态|整改进度|完成进度|完成程度|整改程度|整改结果|是否完成|状态|进度"
)
_NOW = (
    "(?:目前|当前|最新|现阶段)的?(?:整改)?(?:进展|进度|情况|状况)(?:情况)?|整改现状|办理(?:进度|结果|情况)|办结情况"
    "|验收(?:情况|结果)"
)
"""Labels of a status, or of a further paragraph of the body: what follows decides."""
_BODY = (
    r"(?:反馈|巡察|巡视)?(?:问题)?(?:的)?整改(?:工作)?(?:的)?(?:具体)?(?:落实|进展|推进|开展)?"
    r"(?:情况|进展|措施|举措|成效|做法|落实|过程|效果|成果|内容)(?:(?:及|和|与)(?:整改)?(?:成效|进展|结果|情况|效果))?"
    r"|落实情况|进展情况|工作进展|具体措施|主要措施|主要做法|工作措施|采取(?:的)?措施|取得(?:的)?成效|措施|成效|整改"
)
_FIELD = (
    "责任领导|牵头领导|责任单位|责任部门|责任科室|责任股室|责任人|牵头单位|牵头部门|牵头科室|配合单位|配合部门|配合科室"
    "|整改时限|完成时限|整改期限|整改时间|完成时间|整改目标|问题表现|具体表现|主要表现|存在问题|问题描述|具体问题"
)
LONGEST_STATUS = 120
"""Characters of the longest status; what is longer tells what was done."""
_LISTED = re.compile("一是|[1（(①]")
_OPEN = r"[【\[〔(]?\s*"
_CLOSE = r"\s*[】\]〕)]?"


class Label(NamedTuple):
    """A label at the start of a line.

    `name` is bare, `printed` with its brackets, `mark` the colon as printed, `rest` what follows on the line.
    """

    kind: Literal["body", "status", "field"]
    name: str
    printed: str
    mark: str
    rest: str


_NAMES = f"(?P<status>{_STATUS}|(?P<now>{_NOW}))|(?P<body>{_BODY})|(?P<field>{_FIELD})"
_AT_START = re.compile(rf"(?P<printed>{_OPEN}(?:{_NAMES}){_CLOSE})\s*(?P<mark>:?)\s*")
_INSIDE = re.compile(rf"(?<=[。;.!?”\")】\n,:\s])(?P<printed>{_OPEN}(?:{_NAMES}){_CLOSE})\s*(?P<mark>:)\s*")


def at_start(text: str) -> Label | None:
    """Return the label that `text` begins with; without a colon it must stand in brackets, or alone on its line."""
    match = _AT_START.match(cell_value.narrow(text))
    if match is None:
        return None
    printed, rest = text[: match.end("printed")].strip(), text[match.end() :].strip()
    bracketed = printed[0] in "【[〔（(" and printed[-1] in "】]〕）)"
    if not (match["mark"] or bracketed or (not rest and len(printed) >= 4 and not match["field"])):
        return None
    return _label(match, text, rest)


def inside(text: str, start: int = 0, *, status_only: bool = False) -> tuple[int, Label] | None:
    """Return the first label in the middle of `text` after `start`, and where it begins."""
    for match in _INSIDE.finditer(cell_value.narrow(text), start):
        if match["field"] or (status_only and not match["status"]):
            continue
        return match.start(), _label(match, text, text[match.end() :].strip())
    return None


def _tells_status(text: str) -> bool:
    """Tell whether what begins like a list (12条县道已完成, （1）已完成；（2）继续整改) is a status all the same."""
    return "一是" not in text and bool(status_lines.read(text).completion) and len(text) <= LONGEST_STATUS // 2


def _label(match: re.Match[str], text: str, rest: str) -> Label:
    kind: Literal["body", "status", "field"] = "field" if match["field"] else "status" if match["status"] else "body"
    if kind == "status" and (
        len(rest) > LONGEST_STATUS
        or (_LISTED.match(rest) and not _tells_status(rest))
        or (match["now"] and not status_lines.read(rest).completion)
    ):
        kind = "body"
    elif kind == "body" and status_lines.is_status_only(rest):
        kind = "status"
    name = match["status"] or match["body"] or match["field"]
    printed = text[match.start("printed") : match.end("printed")].strip()
    return Label(kind, name, printed, text[match.start("mark") : match.end("mark")], rest)
