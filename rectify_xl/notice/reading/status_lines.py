"""What a status line says: how far, what follows, and what remains until when.

Notices put both into one phrase (长期任务取得阶段性成效并长期坚持); the ledger keeps them apart. A line with two
statuses (已整改完成；继续整改、2025年12月前整改完成) is mixed: the problem counts as 继续整改.
"""

from __future__ import annotations

import re
from datetime import date

from rectify_xl import dates
from rectify_xl.dates import NOTHING, ReadDate
from rectify_xl.ledger import vocabulary
from rectify_xl.notice.model import Status
from rectify_xl.text import cell_value

_IMMEDIATE = re.compile(r"即知即改|立行立改|立查立改|即行即改|边查边改|立整立改")
_UNDER_WAY = re.compile(
    r"(?:继续|正在|持续|仍在|抓紧|延期|加快|有序|稳步)(?:推进)?整改|整改(?:中|推进中|进行中)|申请延期"
    r"|(?<!持续)(?:正在|继续|加快|有序|稳步)推进|推进中|进行中|(?:尚未|还未|未)(?:全部)?(?:整改)?完成(?:整改)?"
    r"|未整改(?:到位)?|(?:尚未|未)(?:整改到位|销号)|部分(?:已)?(?:整改)?完成(?:整改)?|待(?:整改|完成|销号)"
)
_NOT_STARTED = re.compile(r"(?:尚未|还未|未|暂未)(?:启动|开始|开展|着手)(?:整改)?")
_MOSTLY = re.compile(r"(?:基本|大部分|大体)(?:已)?(?:整改)?(?:完成|到位)(?:整改)?|阶段性(?:整改)?完成|完成阶段性整改")
_DONE = re.compile(
    r"(?:已|已经|全部|均已|全面|现已|(?<!\d)100%)(?:全部|基本)?(?:整改)?(?:完成|到位|办结|销号|落实|整改)(?:整改)?(?:到位)?(?:销号)?"
    r"|整改(?:已)?(?:全部)?(?:完成|到位|完毕)|完成整改|整改销号|^完成$|^是$|^销号$|^办结$"
)
_STAGE = re.compile(r"取得(?:了)?(?:明显|初步|较好|积极|一定|显著|良好)?(?:的)?(?:阶段性)?(?:成效|成果|进展|效果)")
_KEEP_UP = re.compile(r"长期(?:坚持|推进|整改|抓好|落实|任务|保持)|坚持(?:长期|常态)|常态化|长期")
_PUSH_ON = re.compile(r"持续(?:推进|深化|巩固|用力|坚持|抓好|加强|跟进)")
_STILL = re.compile(r"推进|长期整改")
"""What goes on where no word of completion stands beside it: 持续推进, 转入长期整改."""
_AHEAD = re.compile(r"前|底|拟|预计|计划|力争|其余|剩余|余下")
_OF_PROBLEM = re.compile(
    r"^(?:截[至止][^,，]{1,16}[,，]?|目前[,，]?|现[,，]|至此[,，]?)?(?:该|此|本|这|上述)(?:项|个|类|些)?(?:问题|事项|整改(?:任务|事项))"
)
_JOINTS = re.compile(
    r"[,，;；。、:：\s]|\.(?!\d)|并|且|但|其中|的|和|与|目前|现|已|全部|均|该|此|项|问题|整改|完成|到位|情况|任务|部分|了|前|底"
)
_LEFT_OPEN = r"^[\s、，,]*(?:(?:其中|目前|但是?|(?:其余|剩余|余下|剩下)的?|尚有|还有|仍有|另有|对)[:：]?)+"
_UNTIL_WHEN = r"(?:预计|计划|拟定?|力争|争取|确保|将|可|于|在|到|至|已|均|全部|的)+$"
_TO_COME = re.compile(r"正在|尚在|仍在|(?:全部|全面)?(?:整改|执行|建设|办理|落实)*(?:完成|到位|办结|销号)")
_ALL = (_IMMEDIATE, _NOT_STARTED, _UNDER_WAY, _MOSTLY, _STAGE, _KEEP_UP, _PUSH_ON, _DONE)
_EMPTY_THING = re.compile(r"^[\s、，,；;：:]*(?:其中|但|部分|其余|剩余|余下|另|对|的|将|目前)*[\s、，,；;：:]*$")


def read(text: str, after: date | None = None, written: date | None = None) -> Status:
    """Return the meaning of a status line; with unknown wording only `text` is filled in.

    Days and months without a year fall on or after `after`, the feedback date; 今年 and 本月 count from `written`,
    the day of the notice.
    """
    clauses = [clause for clause in re.split(r"[。;；\n]|\.(?!\d)|．", text) if clause.strip(" ，,、")]
    if len(clauses) == 1:
        clauses = _halves(clauses[0])
    open_clauses = [clause for clause in clauses if _is_open(clause)]
    done = any(_is_done(clause) for clause in clauses if clause not in open_clauses)
    plain = cell_value.key(text)
    immediate = bool(_IMMEDIATE.search(plain))
    follow_up = _follow_up(plain)
    if open_clauses:
        merged = _merged(text, open_clauses)
        due = _due(merged, after, written)
        mixed = done or bool(re.search(r"部分(?:已|整改|完成)", plain))
        named = _thing(merged) or _thing(text)
        remaining = (named or merged.strip(" ，,、")) if mixed or due.kind != "none" else ""
        started = mixed or not _NOT_STARTED.search(plain)
        completion = vocabulary.UNDER_WAY if started else vocabulary.NOT_STARTED
        return Status(text, completion, "", immediate, remaining, due, mixed)
    if plain.startswith("部分"):
        return Status(text, vocabulary.UNDER_WAY, "", immediate)
    mostly = _MOSTLY.search(plain)
    if mostly and (not follow_up or "阶段性" not in mostly.group()):
        return Status(text, vocabulary.MOSTLY_DONE, follow_up, immediate)
    if (
        follow_up
        and not (done or mostly or _STAGE.search(plain))
        and (follow_up == vocabulary.PUSH_ON or _STILL.search(plain))
    ):
        return Status(text, vocabulary.UNDER_WAY, follow_up, immediate)
    if done or follow_up:
        return Status(text, vocabulary.DONE, follow_up or vocabulary.NOTHING_FOLLOWS, immediate)
    return Status(text, vocabulary.MOSTLY_DONE if _STAGE.search(plain) else "", "", immediate)


def closing(body: str) -> str:
    """Return the sentence at the end of a body that tells how far the whole problem is (目前，该问题已整改完成。).

    A sentence about what is left of it (其余4户正在执行，12月底前完成。) tells so too. Empty where there is none.
    """
    match = re.search(r"(?:^|(?<=[。！!；;\n]))[^。！!；;\n]{4,80}[。.]?$", body.rstrip())
    if match is None:
        return ""
    sentence = match.group()
    plain = cell_value.key(sentence).rstrip(".。")
    if re.match("其余|剩余|余下|剩下", plain):
        return sentence if read(plain).completion == vocabulary.UNDER_WAY and dates.mentions(plain) else ""
    rest = _OF_PROBLEM.sub("", plain, count=1)
    about = rest != plain or "整改" in plain
    return sentence if about and (is_status_only(rest) or (rest != plain and _is_open(rest) and len(rest) < 40)) else ""


def without_now(sentence: str) -> str:
    """Return a sentence without 目前， at its start."""
    return re.sub(r"^(?:截[至止])?(?:目前|当前|现在?|至此)[,，]\s*", "", sentence)


def is_status_only(text: str) -> bool:
    """Tell whether `text` is a status and nothing else, whatever label stands before it."""
    if not text or len(text) > 60 or not read(text).completion:
        return False
    rest = cell_value.key(text)
    for mention in reversed(dates.mentions(rest)):
        rest = rest[: mention.start] + rest[mention.end :]
    for pattern in _ALL:
        rest = pattern.sub("", rest)
    return len(_JOINTS.sub("", rest)) <= 2


def _halves(clause: str) -> list[str]:
    """Split a single clause at commas where it holds both a finished and an open part."""
    if not (_UNDER_WAY.search(clause) or _NOT_STARTED.search(clause)):
        parts = re.split(r"[,，]", clause)
        mixed = any("已" in part for part in parts) and any(map(_promises, map(cell_value.key, parts)))
        return parts if mixed else [clause]
    parts = re.split(r"[,，、]", clause)
    if any(_is_done(part) and not _is_open(part) and not dates.mentions(part) for part in parts):
        return parts
    return [clause]


def _is_open(clause: str) -> bool:
    plain = cell_value.key(clause)
    if plain.startswith("部分已"):
        return False
    return bool(_UNDER_WAY.search(plain) or _NOT_STARTED.search(plain) or _promises(plain))


def _promises(plain: str) -> bool:
    """Tell whether a clause names a day until which something will be finished."""
    return "已" not in plain and bool(dates.mentions(plain)) and bool(_AHEAD.search(plain))


def _is_done(clause: str) -> bool:
    return bool(_DONE.search(cell_value.key(clause).rstrip(".")))


def _follow_up(plain: str) -> str:
    if _KEEP_UP.search(plain):
        return vocabulary.KEEP_UP
    return vocabulary.PUSH_ON if _PUSH_ON.search(plain) else ""


def _merged(text: str, clauses: list[str]) -> str:
    """Return the open clauses as printed, from the first to the last where they stand side by side."""
    start = text.index(clauses[0])
    end = text.rindex(clauses[-1]) + len(clauses[-1])
    return text[start:end].strip(" ，,、;；") if len(clauses) > 1 else clauses[0].strip(" ，,、")


def _thing(clause: str) -> str:
    """Return what a clause says is still open (消防安全演练继续整改 names 消防安全演练), or nothing."""
    return next(filter(None, map(_named, re.split("[,，;；。]", clause))), "")


def _named(piece: str) -> str:
    """Return the thing that a piece of a clause names: before 继续整改 or 正在…, or behind 其余."""
    for mention in reversed(dates.mentions(piece)):
        piece = piece[: mention.start] + piece[mention.end :]
    piece = re.sub(r"^\s*(?:[（(][\d一二三四五六七八九十]{1,2}[）)]|\d{1,2}(?:[）)、]|\.(?!\d)))\s*", "", piece).strip(
        " 、"
    )
    if left := re.search(r"正在.{1,6}?(?:其余|剩余|余下)的?(.{1,20})$", piece):
        return left[1]
    rest = re.sub(_LEFT_OPEN, "", piece)
    match = _UNDER_WAY.search(rest) or _NOT_STARTED.search(rest) or _TO_COME.search(rest)
    if match is None and rest == piece:
        return ""
    thing = re.sub(_LEFT_OPEN, "", rest[: match.start()] if match else rest)
    thing = re.sub(_UNTIL_WHEN, "", thing).strip(" 、：:")
    if quoted := re.fullmatch(r"事项[（(](.+)[）)]", thing):  # as `remaining_wording` puts what it cannot join
        return quoted[1]
    return "" if _EMPTY_THING.match(thing) or _is_done(thing) else thing


def _due(clause: str, after: date | None, written: date | None) -> ReadDate:
    mentions = dates.mentions(clause, after, year=written.year if written else None, written_on=written)
    if mentions:
        return mentions[-1].when
    lost = dates.damaged(clause)
    return dates.read(lost[0]) if lost else NOTHING
