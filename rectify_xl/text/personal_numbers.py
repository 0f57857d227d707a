"""Personal data that can be told by form: numbers of identity cards, telephones, accounts; and how they are covered."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from rectify_xl.text import cell_value, sentences
from rectify_xl.text.folding import UNSEEN
from rectify_xl.text.provenance import TracedText

PersonalKind = Literal["姓名", "身份证号", "手机号", "固定电话", "银行账号", "电子邮箱", "车牌号"]


class Hit(NamedTuple):
    """Where personal data stands in a text (`start` to `end`), what it is, and what is printed instead.

    Where it is not `certain`, nothing is replaced: `why` tells a person what to look at.
    """

    start: int
    end: int
    kind: PersonalKind
    printed: str
    certain: bool = True
    why: str = ""


def places(texts: Iterable[TracedText]) -> tuple[tuple[str, str], ...]:
    """Return where numbers of persons stand in texts that are printed: the first cell of each, and what number it is.

    A number that may be a telephone of the office is none.
    """
    hits = ((text.sources[0], hit.kind) for text in texts if text.sources for hit in of_persons(text))
    return tuple(dict.fromkeys(hits))


def of_persons(text: str) -> Iterator[Hit]:
    """Yield the numbers in a text but those that may be a telephone of the office."""
    return (hit for hit in find(text) if hit.kind != "固定电话" or hit.certain)


def apart(hits: list[Hit]) -> list[Hit]:
    """Return the hits in order without those that overlap another; the certain and the longer one stays."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda candidate: (not candidate.certain, candidate.start - candidate.end)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept)


def replaced(text: str, hits: list[Hit]) -> str:
    """Return `text` with the certain hits replaced."""
    for hit in reversed(hits):
        if hit.certain:
            text = text[: hit.start] + hit.printed + text[hit.end :]
    return text


def covered(text: str) -> str:
    """Return `text` as a record may keep it: every number of a card, a telephone or an account is covered.

    Those that only look like one are covered too; numbers of fixed lines and cars only where they are certain. What is
    covered stays as it is when it is covered again.
    """
    hits = find(text)
    sure = [hit._replace(certain=hit.certain or hit.kind in ("身份证号", "银行账号")) for hit in hits]
    return replaced(text, sure) if hits else text


_LABELS = (
    ("card", ("身份证", "证件号")),
    ("phone", ("手机", "电话", "联系方式", "微信号")),
    ("account", ("账号", "帐号", "账户", "帐户", "卡号", "银行卡", "存折", "开户")),
    (
        "other",
        (
            *("编号", "文号", "代码", "发票", "票据", "凭证", "单号", "流水", "条码", "条形码", "合同", "项目", "批号"),
            *("注册证", "许可证", "执业证", "资格证", "序列", "资产", "档案号", "订单", "备案", "案号", "统一社会信用"),
        ),
    ),
)
_PUBLIC = r"投诉|举报|监督|服务|咨询|热线|值班|办公|预约|急救|总机|信访|反映|求助|公开"
_PRIVATE = r"家庭|住宅|宅电|本人|个人"
_WINDOW = 24
"""Characters before a number in which the word is looked for that says what it is."""

_EDGE, _END = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z])"
_AMOUNT = r"\s*(?:[元万亿千百%％‰号个册份件条台套吨米亩人次]|\.\d)"
_CARD = _EDGE + r"[1-9]\d{5}[ -]?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx]" + _END
_OLD_CARD = _EDGE + r"[1-9]\d{14}" + _END
_BETWEEN = r"[ .·—–-]{0,2}"
"""What people write between the parts of a telephone number."""
_BEFORE_MOBILE = r"(?<![0-9A-Za-z.¥￥$〔\[第])"
_MOBILE = _BEFORE_MOBILE + rf"(?:\+?86{_BETWEEN})?\(?1[3-9]\d\)?{_BETWEEN}\d{{4}}{_BETWEEN}\d{{4}}" + _END
_BROKEN_MOBILE = _BEFORE_MOBILE + r"1(?=[3-9\r\n])[\d\r\n]{11,14}(?<=\d)(?![0-9A-Za-z])"
"""Eleven digits with the end of a line among them."""
_MOBILE_DIGITS = 11
_NAMED_MOBILE = r"(?<![0-9A-Za-z])[A-Za-z][A-Za-z_-]{0,7}(?P<number>1[3-9]\d{9})(?!\d)"
"""A name of an account that is made of a telephone number: wx13800138000."""
_FIXED = r"(?<![0-9A-Za-z.-])\(?0\d{2,3}\)?[ —–-]{0,2}\d{7,8}" + _END
_LONG = r"(?<![0-9A-Za-z.¥￥$-])\d(?:[ -]?\d){9,29}" + _END
_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_PLATE = (
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•]?"
    r"(?=[A-HJ-NP-Z0-9]*\d{3})[A-HJ-NP-Z0-9]{5,6}" + _END
)
_LOOSE = rf"[0-9０-９ .．·—–()（）\r\n{''.join(UNSEEN)}-]"
"""What may stand among the digits of one number."""
_WORTH_A_LOOK = rf"[0-9０-９]{_LOOSE}{{8}}|[@＠]|[A-ZＡ-Ｚ][·•]?[0-9A-Z０-９Ａ-Ｚ]{{5}}"
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
"""How serial numbers and pairs of dates begin."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def find(text: str, own: Collection[str] = ()) -> list[Hit]:
    """Return the personal numbers in `text`, in order; `own` are the numbers and addresses that the unit publishes.

    Those are compared by their digits, or as they are where they hold an @.
    """
    if not re.search(_WORTH_A_LOOK, text):
        return []
    if any(sign in UNSEEN for sign in text):
        seen = [place for place, sign in enumerate(text) if sign not in UNSEEN]
        hits = _find("".join(text[place] for place in seen), own)
        return [hit._replace(start=seen[hit.start], end=seen[hit.end - 1] + 1) for hit in hits]
    return _find(text, own)


def _find(text: str, own: Collection[str]) -> list[Hit]:
    hits: list[Hit] = []
    plain = cell_value.narrow(text)
    if re.search(rf"\d{_LOOSE}{{8}}", plain, re.ASCII):
        for finder in (_cards, _mobiles, _broken_mobiles, _fixed, _accounts):
            hits += [hit for hit in finder(plain) if _digits(plain[hit.start : hit.end]) not in own]
    if "@" in plain:
        hits += [hit for hit in _mails(plain) if plain[hit.start : hit.end] not in own]
    return apart([*hits, *_plates(plain)])


def _cards(text: str) -> Iterator[Hit]:
    for match in re.finditer(_CARD, text, re.ASCII):
        label, digits = _label(text, match.start()), _digits(match[0])
        whole = card_is_whole(digits)
        if label == "account" or (label == "other" and not whole) or (_credit_is_whole(digits) and not whole):
            continue
        why = "" if label == "card" else "像身份证号，但校验码不符" if not whole else "像身份证号，但前面写着编号"
        certain = label == "card" or (whole and label != "other")
        yield Hit(*match.span(), "身份证号", digits[:6] + "****", certain, "" if certain else why)
    for match in re.finditer(_OLD_CARD, text, re.ASCII):
        if _label(text, match.start()) == "card":
            yield Hit(*match.span(), "身份证号", match[0][:6] + "****")


def card_is_whole(digits: str) -> bool:
    """Tell whether the last sign of an identity number is the one that the others give (GB 11643)."""
    total = sum(int(sign) * weight for sign, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[-1].upper()


def _credit_is_whole(code: str) -> bool:
    """Tell whether 18 signs are a 统一社会信用代码 (GB 32100)."""
    if any(sign not in _CREDIT_SIGNS for sign in code.upper()):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17].upper()))
    return _CREDIT_SIGNS[(31 - total % 31) % 31] == code[-1].upper()


def _mobiles(text: str) -> Iterator[Hit]:
    for match in re.finditer(_MOBILE, text, re.ASCII):
        label = _label(text, match.start())
        if label == "other" or (label != "phone" and re.match(_AMOUNT, text[match.end() :])):
            continue
        digits = _digits(match[0])[-11:]
        yield Hit(*match.span(), "手机号", f"{digits[:3]}****{digits[-4:]}")


def _broken_mobiles(text: str) -> Iterator[Hit]:
    """Yield numbers that are hard to see: across two lines, or behind the letters of an account.

    Two lines may be two amounts: only a word before them makes it certain.
    """
    if "\n" in text or "\r" in text:
        for match in re.finditer(_BROKEN_MOBILE, text, re.ASCII):
            digits, parts = _digits(match[0]), re.split(r"[\r\n]+", match[0])
            if len(digits) == _MOBILE_DIGITS and len(parts) == 2 and digits[1] in "3456789":
                certain = _label(text, match.start()) == "phone"
                why = "" if certain else "像手机号，但写在两行里"
                yield Hit(*match.span(), "手机号", f"{digits[:3]}****{digits[-4:]}", certain, why)
    for match in re.finditer(_NAMED_MOBILE, text, re.ASCII):
        if _label(text, match.start()) == "phone":
            digits = match["number"]
            yield Hit(*match.span("number"), "手机号", f"{digits[:3]}****{digits[-4:]}")


def _fixed(text: str) -> Iterator[Hit]:
    """Yield numbers of fixed lines; offices publish theirs, so that only what is said to be private is certain."""
    for match in re.finditer(_FIXED, text, re.ASCII):
        before = _before(text, match.start())
        joined = match[0].isdecimal()
        label = _label(text, match.start())
        if label in ("other", "account") or (joined and label != "phone") or re.search(_PUBLIC, before):
            continue
        area = re.match(r"\(?0\d{2,3}\)?", match[0]) if not joined else None
        printed = f"{area[0] if area else match[0][:4]}-****{match[0][-3:]}"
        certain = re.search(_PRIVATE, before) is not None
        why = "" if certain else "像固定电话，看不出是单位的还是个人的"
        yield Hit(*match.span(), "固定电话", printed, certain, why)


def _accounts(text: str) -> Iterator[Hit]:
    for match in re.finditer(_LONG, text, re.ASCII):
        label, digits = _label(text, match.start()), _digits(match[0])
        printed = f"{digits[:4]}****{digits[-4:]}"
        if label == "account":
            yield Hit(*match.span(), "银行账号", printed)
        elif label or re.match(_AMOUNT, text[match.end() :]) or not 16 <= len(digits) <= 19:
            continue
        elif digits.startswith(("4", "5", "60", "62", "9558")) and _luhn(digits):
            yield Hit(*match.span(), "银行账号", printed)
        elif match[0].isdecimal() and not _credit_is_whole(digits) and not re.match(_DAY, digits):
            yield Hit(*match.span(), "银行账号", printed, certain=False, why="像银行账号，看不出是什么号码")


def _luhn(digits: str) -> bool:
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _mails(text: str) -> Iterator[Hit]:
    for match in re.finditer(_MAIL, text, re.ASCII):
        domain = match[0].partition("@")[2]
        if not domain.endswith("gov.cn") and not re.search(_PUBLIC, _before(text, match.start())):
            yield Hit(*match.span(), "电子邮箱", f"{match[0][0]}***@{domain}")


def _plates(text: str) -> Iterator[Hit]:
    for match in re.finditer(_PLATE, text, re.ASCII):
        named = re.search("[车牌]", _before(text, match.start())) or text.startswith("车", match.end())
        printed = f"{match[0][:2]}***{match[0][-2:]}"
        yield Hit(*match.span(), "车牌号", printed, bool(named), "" if named else "像车牌号，但前后没有写明是车")


def _label(text: str, start: int) -> str:
    """Return what the nearest word before a number makes of it, empty where no word says anything."""
    before = _before(text, start)
    nearest, kind = -1, ""
    for label, words in _LABELS:
        place = max(before.rfind(word) for word in words)
        if place > nearest:
            nearest, kind = place, label
    return kind


def _before(text: str, start: int) -> str:
    """Return what stands before a number in its sentence, the last characters of it."""
    return sentences.pieces(text[max(0, start - _WINDOW) : start])[-1]


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)
