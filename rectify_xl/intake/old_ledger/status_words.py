"""How old ledgers say how far a problem is: words, ticks, symbols with a legend, boxes, percentages.

Words are read as in a notice (`notice.reading.status_lines`) and as in the dropdowns (`ledger.cells.choices`); what
neither knows stays as it is written, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from rectify_xl.ledger import vocabulary
from rectify_xl.ledger.cells import choices
from rectify_xl.notice.model import Status
from rectify_xl.notice.reading import status_lines
from rectify_xl.text import cell_value, sentences

TICKS = frozenset("√✓✔☑●■▲★◆V∨")
"""What fills a box or a column of its own to say yes."""
_SYMBOLS = "√✓✔☑☐□■○●◎△▲◇◆☆★×✗✘"
_LEGEND = (
    rf"([{_SYMBOLS}])[”\"’'」』]?\s*(?:表示|代表|指|为|是|即|—+|-+|[:：=])?\s*[“\"‘'「『]?([\u4e00-\u9fff]{{2,12}})"
)
_BOX = rf"([{_SYMBOLS}])\s*([\u4e00-\u9fff]{{1,10}})"
_ASKS_DONE = r"是否.*(?:完成|到位|办结|销号)"
_REST_OPEN = r"(?:其余|剩余|余下|尚有|还有|另有).{0,40}(?:正在|未|待|推进|进行)"
_PART = r"(\d{1,3}(?:\.\d+)?)\s*%"
_GOING_ON = r"(?:未)?(?:达到|按)?序时(?:进度|推进)|(?:正在|在)[\u4e00-\u9fff]{1,8}|[\u4e00-\u9fff]{1,4}中"
"""What is still being done, whatever it is: 正在核查, 施工中."""
SHORT_TEXT = 8
"""Characters of a text on the progress that says nothing but a state (正在核查)."""
LONGEST_STATE = 500
"""Characters beyond which a cell holds an account rather than a state."""
_TIMES = r"已(?:完成|开展|组织|进行)\d+(?:次|场|期|轮|批)"
"""How often something was done, which does not say that it is finished."""
_TICK_HEADING = (
    r"(?:已|未|尚未|暂未|正在|持续|基本|部分|全部)?(?:整改)?(?:完成|启动|推进|办结|销号|到位|开始|开展|整改)(?:整改|到位|中)?"
    r"|(?:整改|推进|进行|办理)中|继续整改"
)
_NO_HEADING = frozenset(("整改", "推进", "启动", "开展", "开始", "到位", "整改推进", "整改启动", "持续整改"))


@lru_cache(4096)
def read(text: str, feedback: date | None = None) -> Status:
    """Return what the words of a status cell mean; `completion` is empty where they are not understood."""
    if len(text) > LONGEST_STATE:
        return Status(text)
    status = status_lines.read(text, feedback)
    plain = cell_value.key(text)
    if not status.completion and (re.search(_REST_OPEN, text) or re.fullmatch(_GOING_ON, plain)):
        return status._replace(completion=vocabulary.UNDER_WAY)
    share = re.search(_PART, plain)
    if share and float(share[1]) < 100 and status.completion in ("", vocabulary.DONE):
        return status._replace(completion=vocabulary.UNDER_WAY, follow_up="")
    if status.completion == vocabulary.DONE and "持续坚持" in plain:
        return status._replace(follow_up=vocabulary.KEEP_UP)
    if re.match(_TIMES, plain) and status.follow_up == vocabulary.PUSH_ON:
        return status._replace(completion=vocabulary.UNDER_WAY)
    if status.completion and not status_lines.is_status_only(text) and len(text) > 60:
        return Status(text)
    advised = choices.advised(text, choices.STATUS_LIST, vocabulary.LISTS[choices.STATUS_LIST], {})
    known = choices.by_folded(vocabulary.LISTS[choices.STATUS_LIST])
    word = choices.chosen(text, known)
    first = choices.chosen(re.split(r"[，,；;。（(]", text, maxsplit=1)[0], known)
    if word not in known.values() and first in known.values() and first != vocabulary.DONE:
        return status._replace(completion=first, follow_up="")
    if word in known.values():
        return status._replace(completion=word, follow_up=_after(word, status))
    if not status.completion and advised:
        return status._replace(completion=advised[0], follow_up=_after(advised[0], status))
    return status


def _after(completion: str, status: Status) -> str:
    return status.follow_up or (vocabulary.NOTHING_FOLLOWS if completion == vocabulary.DONE else "")


def is_tick_heading(heading: str) -> bool:
    """Tell whether a heading is itself a status, so that its cells are ticked."""
    plain = cell_value.key(heading)
    return plain not in _NO_HEADING and bool(re.fullmatch(_TICK_HEADING, plain)) and bool(read(plain).completion)


def is_tick(text: str) -> bool:
    """Tell whether a cell is ticked, and holds nothing else."""
    return cell_value.key(text) in TICKS or cell_value.key(text) in ("是", "1", "对")


def is_mark(text: str) -> bool:
    """Tell whether a cell of a ticked column says yes or no, by a mark or a word for it."""
    return is_tick(text) or is_symbol(text) or cell_value.flag(text) is not None


def is_symbol(text: str) -> bool:
    """Tell whether a cell holds a symbol instead of words."""
    plain = cell_value.key(text)
    return len(plain) == 1 and plain in _SYMBOLS


def legend(texts: Iterable[str]) -> Mapping[str, str]:
    """Return what symbols mean by the explanations on a sheet (√表示已完成，○表示正在整改)."""
    meanings: dict[str, str] = {}
    for text in texts:
        if any(mark in text for mark in _SYMBOLS):
            for symbol, words in re.findall(_LEGEND, text):
                if read(words).completion:
                    meanings.setdefault(symbol, words)
    return meanings


def has_boxes(text: str) -> bool:
    """Tell whether a cell offers several words, each with a box."""
    return len(re.findall(_BOX, text)) > 1


def chosen_box(text: str) -> str:
    """Return the words behind the one ticked box (☑已完成 □未完成), empty where there are no boxes."""
    pairs = re.findall(_BOX, text)
    if len(pairs) < 2:
        return ""
    ticked = [words for symbol, words in pairs if symbol in TICKS]
    return ticked[0] if len(ticked) == 1 else ""


def beside_boxes(text: str) -> str:
    """Return what a cell with boxes says besides them."""
    return re.sub(_BOX, "", text).strip("、，,；;。 \n\u3000")


def answer(heading: str, text: str) -> str:
    """Return the status that an answer means under a question (是否完成: 是, √, 否), else the text itself."""
    if cell_value.key(text) in ("是", "否"):
        return vocabulary.DONE if cell_value.key(text) == "是" else "未完成"
    if re.search(_ASKS_DONE, cell_value.key(heading)):
        flag = cell_value.flag(text)
        if flag is not None or is_symbol(text):
            return vocabulary.DONE if flag or is_tick(text) else "未完成"
    return text


def of_share(raw: cell_value.Raw) -> str:
    """Return the 完成程度 that a share of the work means: all, nothing, or something between; empty without number."""
    text = cell_value.text(raw).replace("％", "%")
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", text)
    if not match:
        return ""
    share = float(match[1]) / (100 if match[2] else 1)
    if share > 1 and not match[2]:
        share /= 100
    if share > 1:
        return ""
    return vocabulary.DONE if share == 1 else vocabulary.NOT_STARTED if share == 0 else vocabulary.UNDER_WAY


def in_progress(text: str) -> str:
    """Return the status with which a text on the progress begins or ends, empty where it holds none.

    Where the last clause says that something is still open (其余正在调拨), it is returned.
    """
    whole = text.strip().rstrip("。；;.")
    if len(whole) <= SHORT_TEXT and read(whole).completion:
        return whole
    pieces = [piece.strip() for piece in sentences.pieces(text) if piece.strip()]
    for piece in (pieces[0], pieces[-1]) if pieces else ():
        bare = piece.rstrip("。；;.")
        if status_lines.is_status_only(bare):
            return bare
    clauses = [clause.strip() for clause in re.split(r"[，,；;：:。\n]", text) if clause.strip()]
    stated = next((clause for clause in (*clauses[:1], *clauses[-1:]) if status_lines.is_status_only(clause)), "")
    return stated or next((clause for clause in clauses[-1:] if re.search(_REST_OPEN, clause)), "")
