"""Numbers as people write them: 二十一, 一百零五, 二〇二五, ⑫, ㈢, ５; read and written in one place. Pure."""

COUNTING = "一二三四五六七八九十"
"""What a small number is made of: 一, 十二, 三十. Patterns put it between their own brackets."""
HUNDREDS = f"{COUNTING}百"
"""What a number of headings, people or things is made of."""

_POSITIONAL = "〇一二三四五六七八九"
_UNITS = "十百千"
_VALUES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_DIGIT_SIGNS = str.maketrans("零〇○ＯO一二三四五六七八九", "00000123456789")
_POWERS = {"十": 10, "百": 100, "千": 1000}
_ENCLOSED = (
    ("①", 20, 1), ("㉑", 15, 21), ("㊱", 15, 36), ("⑴", 20, 1), ("⒈", 20, 1), ("㈠", 10, 1), ("㊀", 10, 1),
    ("Ⅰ", 12, 1),
)  # fmt: skip
_ENCLOSED_VALUES = {
    chr(ord(first) + step): value + step for first, count, value in _ENCLOSED for step in range(count)
} | {"⓪": 0}
CIRCLED = "".join(
    sign for sign in _ENCLOSED_VALUES if "①" <= sign <= "⑳" or "㉑" <= sign <= "㉟" or "㊱" <= sign <= "㊿"
)
"""① to ㊿, in order."""

DAYS_AND_MONTHS = {
    tens + ones: 10 * count + value
    for count, tens in enumerate(("", "十", "二十", "三十"))
    for value, ones in enumerate(("", *"一二三四五六七八九"))
} | {"两": 2, "": 0}
"""The numbers to 三十九, spelled as days, months and terms are and in no other way."""


def in_chinese(
    number: int, digits: str = _POSITIONAL, units: str = _UNITS, *, bare_ten: bool = True, zero: str = "零"
) -> str:
    """Return a number as it is counted: 十二, 一百零五, 一万二千; `bare_ten` writes 十二 and not 一十二."""
    if not 0 < number < 10**8:
        return digits[0] if number == 0 else str(number)
    if number >= 10**4:
        rest = number % 10**4
        gap = zero if 0 < rest < 10**3 else ""
        tail = in_chinese(rest, digits, units, bare_ten=False, zero=zero) if rest else ""
        return f"{in_chinese(number // 10**4, digits, units, bare_ten=bare_ten, zero=zero)}万{gap}{tail}"
    written = ""
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // power % 10
        if digit:
            written += digits[digit] + unit
        elif written and not written.endswith(zero) and number % power:
            written += zero
    return written[1:] if bare_ten and 10 <= number < 20 else written


def digit_by_digit(number: int) -> str:
    """Return a number with one sign for every digit, as years are written: 二〇二五."""
    return "".join(_POSITIONAL[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def read_digits(text: str) -> str:
    """Return digits written sign by sign as Arabic ones (二○二五 and 二O二五 are 2025); other characters stay."""
    return text.translate(_DIGIT_SIGNS)


def read_numeral(text: str) -> int | None:
    """Return the value of an Arabic, enclosed or Chinese numeral below 10,000 (二十一 is 21), else None; 零 is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in _ENCLOSED_VALUES:
        return _ENCLOSED_VALUES[text] or None
    total, digit = 0, 0
    for sign in text:
        if sign in _POWERS:
            total, digit = total + (digit or 1) * _POWERS[sign], 0
        elif sign in _VALUES:
            digit = _VALUES[sign]
        else:
            return None
    return total + digit or None


def counted(text: str) -> int | None:
    """Return the number of things that a text counts in one way only (12个, 三十项, 十五天), else None."""
    bare = text.rstrip("个项条件天日次")
    if len(text) - len(bare) > 1 or not bare:
        return None
    number = int(bare) if bare.isascii() and bare.isdigit() else read_numeral(bare)
    if number is None or bare not in (str(number), in_chinese(number), in_chinese(number, bare_ten=False)):
        return None
    return number


def enclosed(number: int, first: str = "①") -> str:
    """Return a number as one enclosed sign of the series that begins with `first`: ①, ⑴, ⒈, ㈠, ㊀.

    ① goes on to ㊿; a number for which there is no sign is returned in Arabic digits.
    """
    starts = ("①", "㉑", "㊱") if first == "①" else (first,)
    for start, count, value in _ENCLOSED:
        if start in starts and value <= number < value + count:
            return chr(ord(start) + number - value)
    return "⓪" if number == 0 and first == "①" else str(number)


def full_width(number: int) -> str:
    """Return a number in full-width digits: １２."""
    return str(number).translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
