"""RX85x, RX86x: what the texts say, and whether they are fit to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rectify_xl import dates, schema, values
from rectify_xl.checks.base import Context, Entry, Remark, at, check, quote
from rectify_xl.model import Ledger, Measure

SOFT_WORDS = (
    "加强",
    "强化",
    "提高",
    "提升",
    "进一步",
    "增强",
    "加大",
    "深化",
    "重视",
    "严格",
    "注重",
    "切实",
    "不断",
    "持续",
    "认真",
    "抓好",
    "做好",
    "落实",
    "压实",
    "规范",
    "推动",
    "推进",
    "确保",
)
"""Words that a vague clause begins with."""

HARD_WORDS = (
    "《",
    "制定",
    "修订",
    "印发",
    "建立",
    "成立",
    "设立",
    "设置",
    "召开",
    "开展",
    "组织",
    "举办",
    "邀请",
    "排查",
    "检查",
    "抽查",
    "督查",
    "自查",
    "核查",
    "约谈",
    "谈话",
    "通报",
    "考核",
    "签订",
    "采购",
    "安装",
    "公示",
    "公开",
    "清退",
    "追缴",
    "收回",
    "上缴",
    "补缴",
    "调整",
    "配备",
    "招聘",
    "聘请",
    "任命",
    "选举",
    "补选",
    "改造",
    "维修",
    "更换",
    "签到",
    "报告",
    "报送",
    "审计",
    "审核",
    "问责",
    "处分",
    "台账",
    "牵头",
    "负责",
    "轮岗",
    "纳入",
    "列入",
    "汇报",
    "研究",
    "调度",
    "挂钩",
)
"""Signs of something that can be seen to be done, or of somebody who does it."""

VAGUE_LIMIT = 40
"""A measure longer than this tells something."""
SHORTEST = 5
"""A measure with fewer characters says nothing."""
REPEATED_LENGTH = 12
"""Texts shorter than this may well be the same."""

PLACEHOLDERS = frozenset(
    {"待填", "待填写", "待补", "待补充", "待定", "待完善", "待核实", "同上", "同左", "同前", "见上", "如上", "略", "空"}
    | {"测试", "TODO", "TBD", "X", "XX", "XXX", "×", "××", "×××", "?", "??", "???", ".", "...", "…", "……"}
)
DASHES = frozenset({"/", "\\", "-", "--", "—", "——", "无", "*"})
"""Nothing to be told: fine in a cell that may be empty, not in one to be filled in."""

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
ROUND = "（）"
STRAIGHT = '""'
CURLED = tuple(pair for pair in PAIRS if pair not in (ROUND, STRAIGHT))


def _remark(entry: Entry, what: str, fix: str) -> Remark:
    return at(entry.row, entry.column.name, what, fix)


def _bare(text: str) -> str:
    """Return a measure without 一是, (1) and the like in front, and without its final mark."""
    plain = values.key(text).rstrip("。.;；,，")
    number, sep, rest = plain.partition("是")
    if sep and len(number) <= 2 and set(number) <= set("一二三四五六七八九十"):
        return rest
    return plain.lstrip("0123456789()一二三四五六七八九十").lstrip("、.") or plain


def _vague(measure: Measure) -> bool:
    """Tell whether every clause of a measure is a mere intention, with no how, who or when anywhere in its row."""
    if len(measure.text) > 2 * VAGUE_LIMIT:
        return False
    plain = _bare(measure.text)
    if (
        len(plain) > VAGUE_LIMIT
        or not plain.startswith(SOFT_WORDS)
        or measure.period
        or any(mark.isdecimal() for mark in plain)
    ):
        return False
    if any(word in plain for word in (*HARD_WORDS, *dates.PERIOD_WORDS)):
        return False
    for mark in "，；、。;,":
        plain = plain.replace(mark, "，")
    clauses = [clause for clause in plain.split("，") if clause]
    return bool(clauses) and all(clause.startswith(SOFT_WORDS) for clause in clauses)


@check(
    "RX851",
    "vague-measure",
    "措施空泛",
    guards="措施只有“加强……”“提高认识”之类，没有怎么做、谁来做、什么时候做。",
    ignore="本行的具体措施已另行写明时可以忽略。",
)
def vague_measure(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every measure that says nothing, or only intends; those with actions of their own are left out."""
    parents = {measure.parent for measure in ledger.measures if measure.parent}
    for measure in ledger.measures:
        if not measure.text or measure.id in parents:
            continue
        length = len(_bare(measure.text)) if len(measure.text) < 3 * SHORTEST else len(measure.text)
        if length < SHORTEST:
            yield at(
                measure.row,
                "措施内容",
                f"{quote(measure.text)}只有{length}个字，看不出做什么。",
                "请在{}写清做什么、谁来做、什么时候做完。",
            )
        elif _vague(measure):
            yield at(
                measure.row,
                "措施内容",
                f"{quote(measure.text)}只有要求，没有怎么做、谁来做、什么时候做。",
                "请在{}补上具体做法、责任人和时间，如“每月由医务科抽查病历20份”。",
            )


def _same(text: str) -> str:
    """Return a text as it is compared: letters and digits only."""
    return re.sub(r"[\W_]+", "", values.narrow(text))


def _beginning(text: str) -> str:
    """Return the first letters of a text as it is compared, without looking at all of it."""
    letters = _same(text[:24])
    return letters[:8] if len(letters) >= 8 else _same(text)[:8]


def _repeats(entries: Iterator[Entry], shortest: int) -> Iterator[tuple[str, list[Entry]]]:
    """Yield groups of entries whose texts are the same, apart from punctuation and blanks."""
    alike: dict[str, list[Entry]] = {}
    for entry in entries:
        alike.setdefault(_beginning(entry.text), []).append(entry)
    for candidates in alike.values():
        groups: dict[str, list[Entry]] = {}
        for entry in candidates if len(candidates) > 1 else ():
            groups.setdefault(_same(entry.text), []).append(entry)
        for text, found in groups.items():
            if len(found) > 1 and len(text) >= shortest:
                yield text, found


@check(
    "RX852",
    "repeated-text",
    "文字雷同",
    guards="几个问题用了一模一样的进展或措施，像是复制粘贴，上级会认为整改不实。",
    ignore="几个问题确实由同一件事解决时可以忽略，最好写明各自的结果。",
)
def repeated_text(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every 整改进展 or 措施内容 that an earlier row has word for word, naming all cells."""
    for sheet, column in ((schema.PROBLEMS.name, "整改进展"), (schema.MEASURES.name, "措施内容")):
        entries = (each for each in context.entries if each.row.sheet == sheet and each.column.name == column)
        for text, found in _repeats(entries, REPEATED_LENGTH):
            refs = "、".join(entry.cell.ref for entry in found)
            for entry in found[1:]:
                yield _remark(
                    entry,
                    f"{quote(entry.text)}与{found[0].cell.ref}文字相同（共{len(found)}处，{len(text)}字：{refs}）。",
                    "请按各自的实际情况改写{}。",
                )


@check(
    "RX853",
    "repeated-problem",
    "同一问题登记了两次",
    guards="同一个具体问题占了两行，问题数会多计。",
    ignore="反弹后重新登记、填了关联编号的，程序已排除。",
)
def repeated_problem(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every problem that an earlier row has word for word; a relapse that points back is left out."""
    entries = (
        each for each in context.entries if each.row.sheet == schema.PROBLEMS.name and each.column.name == "具体问题"
    )
    related = {problem.number: problem.related for problem in ledger.problems}
    for _, found in _repeats(entries, 1):
        first = found[0]
        for entry in found[1:]:
            if not related.get(entry.row.number):
                yield _remark(
                    entry,
                    f"{quote(entry.text)}与第{first.row.number}行（{first.row.id('编号') or '未编号'}）的问题相同。",
                    "请删除重复的一行；是反弹的，请在“关联编号”填原编号。",
                )


_HEADS = frozenset(word[0] for word in PLACEHOLDERS | DASHES) | frozenset("xtＸｘＴｔ？．／＼－＊")
"""What a placeholder begins with, in either width and case."""
_WAITING = (
    (
        ("XX", "xx", "Xx", "×", "ＸＸ", "ｘｘ", "**", "＊＊", "__", "＿＿"),
        r"(?<![A-Za-z0-9@._-])(?:[Xx]{2,}|[Ｘｘ]{2,}|×+|[*＊]{2,})(?![A-Za-z0-9@._-])|[_＿]{2,}",
    ),
    (
        ("待填", "待补", "待定", "待核", "待完", "此处", "请填写"),
        r"[（(【\[](?:待[填补定核完]|此处|请填写)[^）)】\]]{0,10}[）)】\]]",
    ),
)
"""Signs without which no text needs to be searched, and the pattern of what waits to be filled in."""


def _waits(entry: Entry) -> bool:
    """Tell whether a cell holds nothing but a placeholder."""
    if entry.text[0] not in _HEADS:
        return False
    plain = values.key(entry.text).upper()
    return plain in PLACEHOLDERS or (plain in DASHES and entry.column.entry in ("required", "expected"))


@check(
    "RX854",
    "placeholder",
    "还有待填的内容",
    guards="留着“待填”“同上”“XX”“____”等占位文字，会原样印进通报。",
    ignore="隐去姓名的“某某”不在此列；确实要印“××”的可以忽略。",
)
def placeholder(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text that still waits to be filled in."""
    patterns = [re.compile(pattern) for signs, pattern in _WAITING if any(sign in context.all_text for sign in signs)]
    patterns = [pattern for pattern in patterns if pattern.search(context.all_text)]
    for entry in context.texts:
        if 0 < len(entry.text) <= 6 and _waits(entry):
            yield _remark(entry, f"还留着占位文字{quote(entry.text)}。", "请在{}填写实际内容；没有内容的请留空。")
            continue
        for found in filter(None, (pattern.search(entry.text) for pattern in patterns)) if patterns else ():
            what = f"还留着占位文字{quote(found.group())}（{quote(entry.text)}）。"
            yield _remark(entry, what, "请在{}填写实际内容；没有内容的请留空。")


@cache
def _enumerators() -> re.Pattern[str]:
    return re.compile(r"(?<![(\d])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])\)")


def _unbalanced(text: str, pairs: tuple[str, ...]) -> tuple[str, int, int] | None:
    """Return the first pair of marks that do not match, with how often each stands there; `1）` opens nothing."""
    for pair in pairs:
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
    pairs = tuple(pair for pair in CURLED if pair[0] in context.all_text or pair[1] in context.all_text)
    for entry in context.texts:
        found = None if entry.text.isalnum() else _unbalanced(entry.text, pairs)
        if not found:
            continue
        pair, opened, closed = found
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
    if not dates.damaged(context.all_text):
        return
    for entry in context.texts:
        found = dates.damaged(entry.text)
        if found:
            shown = "、".join(quote(each) for each in found)
            yield _remark(entry, f"有{len(found)}处日期缺字：{shown}。", "请对照原件改正{}；程序不会猜。")


@check(
    "RX857",
    "formula-like-text",
    "文字以=、+、-、@开头",
    guards="这样的文字在别的软件里会变成公式，汇总时可能被执行或显示错误。",
    ignore="只在本机查看时可以忽略，上报前请改好。",
)
def formula_like_text(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text that a spreadsheet would take for a formula; numbers, phone numbers and dashes are none."""
    for entry in context.entries:
        text = entry.text
        if not text or text[0] not in "=+-@" or not isinstance(entry.cell.raw, str):
            continue
        if any(mark.isalpha() for mark in text):
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
def control_characters(_ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text with control or zero-width characters, replacement marks, or codes that Excel left behind."""
    for entry in context.entries:
        text = entry.text
        if text.isprintable() and _REPLACED not in text and _EXCEL_CODE not in text:
            continue
        strange = [mark for mark in text if _strange(mark)]
        codes = text.count(_EXCEL_CODE)
        if strange or codes:
            names = [f"U+{ord(mark):04X}" for mark in strange] + [_EXCEL_CODE] * codes
            yield _remark(
                entry,
                f"含有{len(names)}个看不见的字符或乱码（{'、'.join(dict.fromkeys(names))}）。",
                "请删去{}里的这些字符，或重新录入这一格。",
            )


def _strange(mark: str) -> bool:
    return mark == _REPLACED or not (mark.isprintable() or mark.isspace())


_ELEVEN_DIGITS = r"\d{11}"
PRIVATE = (
    ("身份证号", r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"),
    ("手机号", r"(?<!\d)1[3-9]\d{9}(?!\d)"),
)
PUBLISHED = frozenset(
    {(schema.PROBLEMS.name, name) for name in ("具体问题", "整改进展", "公开表述", "通报标题", "剩余事项")}
    | {(schema.PROSE.name, name) for name in ("标题", "正文")}
)
CONTACT_PARTS = ("监督渠道", "落款")


@check(
    "RX859",
    "personal-data",
    "公开文字里有个人信息",
    guards="身份证号、手机号写进了要公开的文字。",
    ignore="监督渠道里的联系电话不在此列；不公开的问题可以忽略。",
)
def personal_data(ledger: Ledger, context: Context) -> Iterator[Remark]:
    """Yield every text to be published that holds an identity card or mobile phone number."""
    if not re.search(_ELEVEN_DIGITS, context.all_text):
        return
    withheld = {problem.number for problem in ledger.problems if not problem.published}
    for entry in context.texts:
        if (entry.row.sheet, entry.column.name) not in PUBLISHED or len(entry.text) < 11:
            continue
        if entry.row.sheet == schema.PROBLEMS.name and entry.row.number in withheld:
            continue
        if entry.row.sheet == schema.PROSE.name and entry.row.text("部分") in CONTACT_PARTS:
            continue
        if not re.search(_ELEVEN_DIGITS, entry.text):
            continue
        for name, pattern in PRIVATE:
            found = re.search(pattern, values.narrow(entry.text))
            if found:
                masked = found.group()[:3] + "****" + found.group()[-2:]
                yield _remark(entry, f"含有{name}“{masked}”，会写进公开稿。", "请从{}删去，或改为不公开。")
