"""What a row of an old ledger is: a problem, a title across the table, or something that is no data."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from rectify_xl.text import cell_value
from rectify_xl.text.numerals import COUNTING

REPEATED = "重复的标题"
SUBTOTAL = "小计、合计行"
PAGE = "页码"
FOOT = "填表人、日期、说明等表外文字"
SAMPLE = "填写示例、填写提示"
ONLY_NUMBER = "只有序号，没有内容"
COLUMN_NUMBERS = "栏号"
LEGEND = "图例"
BESIDE = "表格旁边的内容"
DISMISSED = "对照中选为不导入"
TITLE = "标题、单位、日期等表格上方的文字"
BEFORE = "前面没有问题，不知道属于哪一条"

_SUBTOTAL = r"(?:本页|本表|分项)?(?:小\s*计|合\s*计|总\s*计|累\s*计|共\s*计|总数)"
_PAGE = r"[-—–\s]*第?\s*[\d一二三四五六七八九十]+\s*页.{0,12}|[-—–]\s*\d+\s*[-—–]|共\s*\d+\s*页|\d+\s*/\s*\d+"
_LABEL = (
    r"(?:填表|填报|制表|审核|审批|复核|经办|联系|负责|单位|报送|统计|更新|截至|截止|反馈|日期|时间|电话"
    r"|签字|签名|盖章|党组|书记|主要|分管|抄送|组长|说明)"
)
_FOOT = (
    rf"[^：:]{{0,4}}{_LABEL}[^：:]{{0,12}}(?:[（(][^）)]*[）)])?[：:].*"
    r"|(?:注|备注|说明|填表说明|填报说明|填写说明|注意事项)\s*[：:\d一].*"
    r"|[\(（]?盖章[\)）]?|20\d\d\s*年\s*\d*\s*月\s*\d*\s*日?|截[至止].{2,16}"
)
_SAMPLE = r"[\(（【]?(?:填写)?(?:示例|样例|例如|举例|例)\d?[\)）】]?[：:]?"
_LEGEND = r"(?:图例|颜色说明|标注说明)[：:]?.*"
_CONTINUED = r"[（(【\[]?\s*(?:接上页|续上?表?|续\d*)\s*[）)】\]]?"
_COUNT = r"[（(](?:共|合计)?\s*[\d一二三四五六七八九十]+\s*(?:个|条|项|类)(?:具体)?(?:问题|事项)?[）)]"
_COUNT_OF = r"[（(](?:共)?\s*\d+\s*(?:个|条|项|类)?[）)]"
_FIRST_LEVEL = (
    rf"(?:[{COUNTING}]{{1,3}}[、.．]|第[{COUNTING}]{{1,3}}(?:个)?(?:方面|部分)?[、：:，,]?"
    rf"|方面[{COUNTING}\d][、：:]?|[【\[]第?[{COUNTING}\d]*方面[{COUNTING}\d]*(?:[】\]][：:]?)?)"
)
_SECOND_LEVEL = rf"(?:[（(][{COUNTING}]{{1,3}}[）)][、.]?)"
_THIRD_LEVEL = r"(?:\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)][、.]?)"
LONGEST_TITLE = 300
"""Characters beyond which a text is no title whose marks are taken away."""
LONGEST_BAND = 80


class Band(NamedTuple):
    """A title across the table: its level as marked (1, 2, 0 where it has no mark) and its bare words."""

    level: int
    title: str


def reason(texts: Sequence[str], titles: Collection[str]) -> str:
    """Return why a row with these texts is no data; empty where it may be."""
    first = texts[0].strip()
    whole = " ".join(texts)
    if any(re.match(_SUBTOTAL, text.strip()) and len(text) < 60 for text in texts[:2]):
        return SUBTOTAL
    if re.fullmatch(_PAGE, whole.strip()):
        return PAGE
    if _without_page(cell_value.key(re.sub(_CONTINUED, "", whole))) in {_without_page(title) for title in titles}:
        return REPEATED
    if re.fullmatch(_SAMPLE, first) or (
        len(texts) > 2 and all(re.fullmatch(r"[（(][^（）()]+[）)]", t.strip()) for t in texts)
    ):
        return SAMPLE
    if re.match(_LEGEND, first):
        return LEGEND
    if _column_numbers(texts):
        return COLUMN_NUMBERS
    if all(re.fullmatch(_FOOT, text.strip(), re.DOTALL) for text in texts):
        return FOOT
    return ""


def _without_page(title: str) -> str:
    """Return a title without the number of its page (台账（第2页）)."""
    return re.sub(r"[（(]?第[\d一二三四五六七八九十]+页[）)]?$", "", title)


def _column_numbers(texts: Sequence[str]) -> bool:
    """Tell whether a row numbers the columns: 1 2 3 4, or A B C D."""
    plain = [cell_value.key(text).strip("()栏") for text in texts]
    if len(plain) < 4:
        return False
    return plain in ([str(n) for n in range(1, len(plain) + 1)], [chr(64 + n) for n in range(1, len(plain) + 1)])


def band(text: str) -> Band:
    """Return a title across the table without its mark, its count and （续）."""
    bare = text.strip()
    if len(bare) > LONGEST_TITLE:
        return Band(0, bare)
    for level, pattern in ((1, _FIRST_LEVEL), (2, _SECOND_LEVEL), (3, _THIRD_LEVEL)):
        match = re.match(pattern, bare)
        if match and bare[match.end() :].strip():
            return Band(level, title(bare[match.end() :]))
    return Band(0, title(bare))


def title(text: str) -> str:
    """Return the words of a 方面 or 大项: without mark, number of problems, and the word for a continued one."""
    bare = text.strip()
    if len(bare) > LONGEST_TITLE:
        return bare
    for pattern in (_FIRST_LEVEL, _SECOND_LEVEL):
        match = re.match(pattern, bare)
        if match and bare[match.end() :].strip():
            bare = bare[match.end() :].strip()
            break
    bare = re.sub(rf"(?:{_COUNT}|[（(【\[]\s*(?:接上页|续上?表?|续\d*)\s*[）)】\]])\s*$", "", bare).strip()
    bare = re.sub(r"[（(][^（）()]*[：:][^（）()]*[）)]\s*$", "", bare).strip()
    bare = re.sub(rf"(?:{_COUNT_OF})\s*$", "", bare).strip()
    bare = re.sub(r"[：:]?\s*(?:共)?\d+(?:个|条|项)(?:具体)?问题$", "", bare)
    return "".join(bare.split("\n")).strip("】]：:。 ")


def is_mark_only(text: str) -> bool:
    """Tell whether a cell holds a number or mark and nothing else."""
    return bool(
        re.fullmatch(
            r"[（(]?(?:[A-Za-z]{0,2}-?\d{1,4}(?:[-.]\d{1,3})*|[一二三四五六七八九十]{1,3})[）)、.]?", text.strip()
        )
    )


def is_wording(text: str) -> bool:
    """Tell whether a cell holds words, as a problem does, rather than a number (a statistics sheet counts 具体问题)."""
    return bool(re.search(r"[\u3400-\u9fffA-Za-z]", text))


def without_continued(text: str) -> str:
    """Return a text without the word that it goes on from the page before."""
    return re.sub(rf"{_CONTINUED}\s*$", "", text).strip() if re.search(r"续|接上页", text) else text
