"""RX854 to RX859: whether the texts are fit to be printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from rectify_xl import dates
from rectify_xl.judgement.checks.base import (
    Context,
    FilledCell,
    Remark,
    WrittenColumn,
    cells,
    check,
    instead,
    quote,
    remark,
    together,
)
from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.records import Ledger, Remedy
from rectify_xl.text import cell_value, folding

PLACEHOLDERS = frozenset(
    {"待填", "待填写", "待补", "待补充", "待定", "待完善", "待核实", "同上", "同左", "同前", "见上", "如上", "略", "空"}
    | {"测试", "TODO", "TBD", "X", "XX", "XXX", "×", "××", "×××", "?", "??", "???", ".", "...", "…", "……"}
)

PAIRS = {
    "“”": "双引号",
    "‘’": "单引号",
    "《》": "书名号",
    "〈〉": "单书名号",
    "【】": "方头括号",
    "〔〕": "六角括号",
    "「」": "直角引号",
    "『』": "双直角引号",
    "（）": "括号",
    '""': "直引号",
}
"""Marks that stand in pairs, and their names."""
_MARK_OR_LINE = f"[{''.join(PAIRS)}()\n]"
ROUND = "（）"
STRAIGHT = '""'
CURLED = tuple(pair for pair in PAIRS if pair not in (ROUND, STRAIGHT))


def _remark(entry: FilledCell, what: str, fix: str, remedy: Remedy | None = None) -> Remark:
    return remark(entry.row, entry.column.name, what, fix, remedy)


_LONGEST = 9
"""Characters of the longest cell that may be a placeholder, blanks and marks with it."""
_HEADS = frozenset(word[0] for word in PLACEHOLDERS | vocabulary.UNFILLED if word) | frozenset("xtＸｘＴｔ？．／＼－＊")
"""What a placeholder begins with, in either width and case."""
_MARKED = r"(?<![A-Za-z0-9@._-])(?:[Xx]{2,}|[Ｘｘ]{2,}|×+|[*＊]{2,})(?![A-Za-z0-9@._-])|[_＿]{2,}"
_BRACKETED = r"[（(【\[](?:待[填补定核完]|此处|请填写)[^）)】\]]{0,10}[）)】\]]"
"""Marks, and notes in brackets, that stand for what is to be filled in."""


def _typed(columns: Iterable[WrittenColumn], asked: Callable[[str], object]) -> Iterator[FilledCell]:
    """Yield the cells of columns that hold a text of which `asked` says so; dates and numbers are none."""
    return (entry for entry in cells(columns, asked) if isinstance(entry.raw, str))


def _waits(text: str, column: schema.Column) -> bool:
    """Tell whether a cell holds nothing but a placeholder; / in a required cell or 责任科室 is told as empty."""
    plain = cell_value.key(text).upper()
    unfilled = column.entry == "expected" and column.name != "责任科室"
    return plain in PLACEHOLDERS or (unfilled and plain in vocabulary.UNFILLED)


@check(
    "RX854",
    "placeholder",
    "还有待填的内容",
    guards="留着“待填”“同上”“XX”“____”等占位文字，会原样印进通报。",
    ignore="隐去姓名的“某某”不在此列；确实要印“××”的可以忽略。",
)
def placeholder(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text that still waits to be filled in."""
    signs = "×" in context.all_text or re.search("[XxＸｘ*＊_＿]{2}", context.all_text)
    patterns = [re.compile(pattern) for pattern in ((_MARKED, _BRACKETED) if signs else (_BRACKETED,))]
    patterns = [pattern for pattern in patterns if pattern.search(context.all_text)]
    for column in context.prose:
        short = [text for text in column.words if len(text) <= _LONGEST and text[0] in _HEADS]
        whole = frozenset(text for text in short if _waits(text, column.column))
        parts = [text for text in column.words if any(pattern.search(text) for pattern in patterns)] if patterns else []
        for entry in _typed((column,), whole.union(parts).__contains__) if whole or parts else ():
            if entry.text in whole:
                yield _remark(entry, f"还留着占位文字{quote(entry.text)}。", "请在{}填写实际内容；没有内容的请留空。")
                continue
            for match in filter(None, (pattern.search(entry.text) for pattern in patterns)):
                what = f"还留着占位文字{quote(match.group())}（{quote(entry.text)}）。"
                yield _remark(entry, what, "请在{}填写实际内容；没有内容的请留空。")


@cache
def _enumerators() -> re.Pattern[str]:
    return re.compile(r"(?<![(\d])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])\)")


def _unbalanced(text: str) -> tuple[str, int, int] | None:
    """Return the first pair of marks that do not match, with how often each stands there; `1）` opens nothing."""
    if not text or text.isalnum():
        return None
    for pair in CURLED:
        opened, closed = text.count(pair[0]), text.count(pair[1])
        if opened != closed or (opened and text.find(pair[1]) < text.find(pair[0])):
            return pair, opened, closed
    opened, closed = text.count("(") + text.count("（"), text.count(")") + text.count("）")
    if opened != closed:
        plain = _enumerators().sub("", text.replace("（", "(").replace("）", ")"))
        opened, closed = plain.count("("), plain.count(")")
        if opened != closed:
            return ROUND, opened, closed
    straight = text.count('"')
    return (STRAIGHT, straight, 0) if straight % 2 else None


@check(
    "RX855",
    "unbalanced-marks",
    "引号或括号不配对",
    guards="引号、括号、书名号少了一半，或左右颠倒，印出来是错的。",
    ignore="不能忽略；用作英寸等符号时可以忽略。",
)
def unbalanced_marks(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text whose quotation marks or brackets do not match."""
    lines = "".join(re.findall(_MARK_OR_LINE, context.all_text)).split("\n")
    if not any(_unbalanced(marks) for marks in set(lines)):
        return
    for entry in _typed(context.prose, _unbalanced):
        mark = _unbalanced(entry.text)
        if not mark:
            continue
        pair, opened, closed = mark
        name = PAIRS[pair]
        if pair == STRAIGHT:
            what = f"的{name}有{opened}个，不成对。"
        elif opened == closed:
            what = f"的{name}左右颠倒。"
        else:
            what = f"的{name}左边{opened}个、右边{closed}个，不配对。"
        yield _remark(entry, what, "请核对{}，补上或删去多余的一半。")


@check(
    "RX856",
    "damaged-date-in-text",
    "正文里的日期缺字",
    guards="正文里的日期在复制时丢了字（如202442日），印出来没人看得懂。",
    ignore="不是日期的数字可以忽略。",
)
def damaged_date_in_text(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text with dates that have lost characters, all of them quoted."""
    if not dates.may_be_damaged(context.all_text):
        return
    for entry in _typed(context.prose, dates.damaged):
        parts = dates.damaged(entry.text)
        quoted = "、".join(quote(part) for part in parts)
        yield _remark(entry, f"有{len(parts)}处日期缺字：{quoted}。", "请对照原件改正{}；程序不会猜。")


_OPERATORS = "=+@-"
_PICTURE = "DISPIMG("
"""The formula by which WPS puts a picture into a cell."""


@check(
    "RX857",
    "formula-like-text",
    "文字以=、+、-、@开头",
    guards="这样的文字在别的软件里会变成公式，汇总时可能被执行或显示错误。",
    ignore="只在本机查看时可以忽略，上报前请改好。",
)
def formula_like_text(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text that a spreadsheet would take for a formula; numbers, phone numbers and dashes are none."""
    if not re.search(f"^[{_OPERATORS}]", context.all_words, re.MULTILINE):
        return
    for entry in _typed(context.columns, lambda text: text[0] in _OPERATORS):
        text = entry.text
        if _PICTURE in text[:40].upper():
            yield _remark(
                entry,
                "里是WPS的单元格图片（公式DISPIMG），不是文字，统计和通报都读不到图里的内容。",
                "请把图片另存成文件，登记到《佐证材料》，再在{}用文字写明内容；图片没有存好以前，请不要删改这一格。",
            )
        elif any(mark.isalpha() for mark in text):
            yield _remark(
                entry,
                f"{quote(text)}以“{text[0]}”开头，可能被当成公式。",
                f"请删去{{}}开头的“{text[0]}”，或改用全角符号。",
            )


_REPLACED = "\ufffd"
"""What a program writes for a character that it could not read."""
_EXCEL_CODE = "_x000"
"""How Excel's file format writes a control character, such as `_x000D_`; some programs let it through."""


@check(
    "RX858",
    "control-characters",
    "含有看不见的字符或乱码",
    guards="从网页、微信复制时带来看不见的字符或乱码，查找、核对、排版都会出错。",
    ignore="不能忽略。",
)
def control_characters(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text with control or zero-width characters, replacement marks, or codes that Excel left behind."""
    for entry in _unprintable(ledger, context):
        text = entry.text
        if ledger.folded:
            row, column = entry.row.number, entry.row.headers.get(entry.column.name, 0)
            text = ledger.folded.get((entry.row.sheet, row, column), text)
        strange = [mark for mark in text if _strange(mark)]
        codes = text.count(_EXCEL_CODE)
        if strange or codes:
            names = [f"U+{ord(mark):04X}" for mark in strange] + [_EXCEL_CODE] * codes
            yield _remark(
                entry,
                f"含有{len(names)}个看不见的字符或乱码（{'、'.join(dict.fromkeys(names))}）。",
                "请删去{}里的这些字符，或重新录入这一格。",
                _without(entry, text),
            )


def _unprintable(ledger: Ledger, context: Context) -> Iterator[FilledCell]:
    """Yield the cells that may hold what nobody sees: all where the reader has left out some of it."""
    if ledger.folded:
        return cells(context.columns, bool)
    return cells(context.columns, _odd) if _odd("".join(context.all_words.split("\n"))) else iter(())


def _odd(text: str) -> bool:
    return not text.isprintable() or _REPLACED in text or _EXCEL_CODE in text


def _without(entry: FilledCell, text: str) -> Remedy | None:
    """Return the remedy that leaves out what nobody sees; where a character was lost, nobody knows which."""
    if _REPLACED in text or _EXCEL_CODE in text or not isinstance(entry.raw, str):
        return None
    seen = "".join(mark for mark in folding.cleaned(entry.raw) if not _strange(mark))
    return instead(entry.row, entry.column.name, seen, "删去看不见的字符") if seen.strip() else None


def _strange(mark: str) -> bool:
    return mark == _REPLACED or not (mark.isprintable() or mark.isspace())


_ELEVEN_DIGITS = r"\d(?:\d{10}|[ -]\d{4}[ -]\d{4})"
PUBLISHED = frozenset(
    {(schema.PROBLEMS.name, name) for name in ("具体问题", "整改进展", "公开表述", "通报标题", "剩余事项")}
    | {(schema.PROSE.name, name) for name in ("标题", "正文")}
)
CONTACT_PARTS = ("监督渠道", "落款")


@check(
    "RX859",
    "personal-data",
    "公开文字里有个人信息",
    guards="身份证号、手机号、银行账号写进了要公开的文字。",
    ignore="公开稿会自动遮盖，可以忽略；照原文印出的核对稿不遮盖。监督渠道里的联系电话不在此列。",
)
def personal_data(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every number of a person that stands in a text to be published."""
    published = [column for column in context.prose if (column.sheet, column.column.name) in PUBLISHED]
    if not re.search(_ELEVEN_DIGITS, together(published)):
        return
    withheld = {problem.number for problem in ledger.problems if not problem.published}
    for entry in _typed(published, re.compile(_ELEVEN_DIGITS).search):
        if entry.row.sheet == schema.PROBLEMS.name and entry.row.number in withheld:
            continue
        if entry.row.sheet == schema.PROSE.name and entry.row.text("部分") in CONTACT_PARTS:
            continue
        yield from _numbers(entry)


def _numbers(entry: FilledCell) -> Iterator[Remark]:
    from rectify_xl.text import personal_numbers  # most ledgers hold no such number

    for hit in personal_numbers.find(entry.text):
        if hit.certain:
            what = f"含有{hit.kind}，公开稿会遮盖成“{hit.printed}”。"
            yield _remark(entry, what, "请从{}删去，或改为不公开；确须保留的，写进『基本信息』的“不遮盖”。")


@check(
    "RX860",
    "sample-prose",
    "通报文稿还是示范文字",
    guards="新建台账自带的示范文字没有改过，写着“成立领导小组”“及时召开会议”，本单位不一定做过，印出去就是虚报。",
    ignore="逐段核对过、确与实际一致的可以忽略；生成公开稿时写明理由放行。",
)
def sample_prose(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield once that paragraphs of 通报文稿 are still those that a new ledger holds; they name all cells."""
    if not ledger.prose:
        return
    from rectify_xl.ledger import default_prose  # a ledger without prose needs none of it

    rows = default_prose.unedited(ledger.prose)
    if rows:
        yield remark(rows[0].row, "正文", default_prose.sample_message(rows), default_prose.SAMPLE_FIX)
