"""Read a signature cell of 销号登记: who signed, on which day, and whether it is a consent at all.

One set of rules for what a step writes and for what a hand typed: `close`, `check` and the binding deadline ask here.
Patterns are plain strings: `re` compiles and keeps each at its first use.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import When

_SIGNATURE = r"(.*\S)\s+(\d{4}-\d\d-\d\d)"
_NOBODY = (
    "无 略 空 缺 暂缺 空缺 空白 没有 不详 某某 某某某 姓名 签名 签字 签章 盖章 已签 已签字 已签名 已盖章 已阅 阅 知悉 "
    "本人 本人签字 代签 同意 同意销号 已同意 通过 属实 合格 已办 办结 已办结 完成 已完成 已销号 销号 是 否 有 对 "
    "领导 负责人 主要负责人 分管领导 牵头领导 责任人 验收人 申请人 经办人 复核人 责任科室 科室 上级 上级复核 单位 "
    "本单位 ok yes no na none null nil tbd todo test admin administrator root user 管理员 用户 未署名 电脑 系统"
)
_PLACEHOLDERS = frozenset(_NOBODY.split())
"""What people put where a name belongs, and that names nobody."""
_NOT_YET = (
    r"(?:待|未|暂|尚未|拟|缓).{0,4}(?:签|定|补|审|批|核|填|办|认|字)"
    r"|同(?:上|前|左|右|下|一人|上述|此)|如上|以上|上述|(?:详|参)?见(?:上|纸|原|附|扫|档|后|签)|另附|附后"
)
"""How words begin that put off the signature or point elsewhere."""
_DENIED = (
    r"不同意|(?:不予|不能|不便)同意|(?:不予|暂不|暂缓|不能|不得|不宜|不应|尚不|不可)\S{0,4}(?:销号|通过|验收|办结|批准)|(?:不|未能?|没有?)(?:获得?)?(?:通过|批准|认可)"
    r"|不(?:销号|批准|认可|赞成)|(?:不具备|不符合|达不到|未达到)\S{0,4}(?:销号|验收|条件|要求|标准)|否决|驳回(?!后)"
    r"|(?<!无)(?<!没有)(?<!原)不合格(?=[，,。；;、！!\s]|$)|(?<!无)(?<!没有)(?<!未提出)(?<!不持)异议(?!已)|保留意见"
)
_OFFICE = r"(?:办公室|委员会|党支部|支委会|党总支|党委|党组|领导小组|专班|中心|医院|学校|公司|集团|人民政府)$"
"""How the names of offices end, which sign nothing."""
_TURNED_DOWN = r"退回|驳回|反对|拒绝|拒签|否决|作废|撤销|无效|不行"
"""Beyond words of denial: what in a signature cell is no consent, while an opinion may well tell of it."""
_TITLE = (
    r"(?:(?:党委|党组|党支部|支部|副|常务)*(?:书记|局长|院长|校长|主任|科长|处长|所长|站长|部长|镇长|乡长|县长|区长|馆长|队长|组长|主席)"
    r"|同志|先生|女士|老师|医生)$"
)
_MARKS = "()[]【】<>《》“”,.。、;:!?-—_/*"
KEPT = 4096
"""Texts whose reading is kept: one name stands in many rows."""
_SHORTEST = 2
"""Letters of the shortest name."""


class Signature(NamedTuple):
    """A name, and the day when it was written (None where only the name stands there)."""

    name: str
    day: date | None


@lru_cache(KEPT)
def signature(text: str) -> Signature:
    """Read a signature cell: `李四 2025-06-01`, a name with a date in another form, or a name alone."""
    match = re.fullmatch(_SIGNATURE, text, re.DOTALL)
    if match:
        try:
            return Signature(match[1], date.fromisoformat(match[2]))
        except ValueError:
            return Signature(text, None)
    dated = [each for each in dates.mentions(text) if each.when.day]
    if not dated:
        return Signature(text, None)
    last = dated[-1]
    return Signature((text[: last.start] + text[last.end :]).strip(" 　,，、;；()（）"), begins(last.when))


@lru_cache(KEPT)
def folded(text: str) -> str:
    """Return a text as names are compared: one width, lower case, without blanks and signs that nobody sees."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text).casefold()
        if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc", "Mn")
    )


@lru_cache(KEPT)
def is_name(text: str) -> bool:
    """Tell whether a text can be somebody's name: no date or sign, no 待签, 同上, 本人 or 同意, no office alone."""
    plain = folded(text)
    letters = [char for char in plain if char.isalpha()]
    return (
        len(letters) >= _SHORTEST
        and not set(letters) <= {"x", "某", "o"}
        and plain.strip(_MARKS) not in _PLACEHOLDERS
        and not re.match(_NOT_YET, plain.strip(_MARKS))
        and not re.search(_OFFICE, re.sub(r"(?<=.)\(.*", "", plain).strip(_MARKS))
        and not _only_date(plain)
    )


def _only_date(plain: str) -> bool:
    """Tell whether the letters are but those of a date: 二〇二六年六月一日, 2026年6月1日, 6月初."""
    return not re.sub(r"[0-9〇零一二三四五六七八九十]|年|月|日|号|上午|下午|初|底|末|中旬|上旬|下旬|[\W_]", "", plain)


def denied(text: str) -> str:
    """Return the words with which an opinion refuses the closing, empty where it does not."""
    match = re.search(_DENIED, text)
    return match[0] if match else ""


@lru_cache(KEPT)
def turned_down(text: str) -> str:
    """Return the words with which a signature cell refuses, empty where it does not."""
    match = re.search(_TURNED_DOWN, text)
    return denied(text) or (match[0] if match else "")


def is_opinion(text: str) -> bool:
    """Tell whether a text says anything: no date or sign alone, no 略, 待补 or 同上; 同意 does."""
    plain = folded(text)
    return (
        sum(char.isalpha() for char in plain) >= _SHORTEST
        and plain not in _PLACEHOLDERS - {"同意", "同意销号", "已同意", "通过", "属实", "合格"}
        and not re.match(_NOT_YET, plain)
        and not _only_date(plain)
    )


@lru_cache(KEPT)
def people(text: str) -> frozenset[str]:
    """Return who is named in a text, as names are compared: several may stand there, with or without their office."""
    plain = re.sub(r"[（(【\[][^）)】\]]*[）)】\]]?", "", unicodedata.normalize("NFKC", text))
    names = (folded(part) for part in re.split(r"[、,，;；/\\|\n]", plain))
    return frozenset(re.sub(_TITLE, "", name) or name for name in names if name)


def same_person(one: str, other: str) -> bool:
    """Tell whether two texts name one person; where one gives surname and office (王局长), the surname decides."""
    ones, others = people(one), people(other)
    if ones & others:
        return True
    return any(
        len(min(left, right, key=len)) == 1 and left[0] == right[0]
        for left in ones
        for right in others
        if left and right
    )


def signed(name: str, day: date) -> str:
    """Return what a signature cell holds."""
    return f"{name} {day.isoformat()}"


def said(mark: Signature) -> str:
    """Return a signature as a sentence names it: who, and when."""
    return mark.name + (f"于{mark.day.isoformat()}" if mark.day else "")


def begins(when: When) -> date | None:
    """Return the first day that a date can mean: of a month its first."""
    return when.day.replace(day=1) if when.day and when.kind == "month" else when.day
