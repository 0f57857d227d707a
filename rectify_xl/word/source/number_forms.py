"""How Word writes a number: 一、壹、甲、①、a、iv and the others. Pure."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_OLD_LEGAL = "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 32767
_REPEATED = 30
"""Letters that are doubled (aa, bb) until there are so many."""


def shown(value: int, form: str, given: str = "") -> str:
    """Return a number in the form that Word calls `form`; `given` is the example of a form of one's own (001, …)."""
    if form == "custom":
        return str(value).zfill(min(len(given.partition(",")[0].strip()), 10))
    write = _FORMS.get(form)
    return write(value) if write else str(value)


def counted(value: int, digits: str = _DIGITS, places: str = "十百千", *, bare_ten: bool = True) -> str:
    """Return a number as it is counted: 十二, 一百零五, 一万二千."""
    if not 0 < value < 10**8:
        return digits[0] if value == 0 else str(value)
    if value >= 10**4:
        rest = value % 10**4
        gap = digits[0] if 0 < rest < 10**3 else ""
        tail = counted(rest, digits, places, bare_ten=False) if rest else ""
        return f"{counted(value // 10**4, digits, places, bare_ten=bare_ten)}万{gap}{tail}"
    zero = "零" if digits[0] == "〇" else digits[0]
    written = ""
    for place, sign in ((1000, places[2]), (100, places[1]), (10, places[0]), (1, "")):
        digit = value // place % 10
        if digit:
            written += digits[digit] + sign
        elif written and not written.endswith(zero) and value % place:
            written += zero
    return written[1:] if bare_ten and 10 <= value < 20 else written


def _chinese(value: int) -> str:
    """Return 一 to 九十九 counted, beyond that digit by digit, as Word does."""
    return counted(value) if 0 < value < 100 else _digital(value)


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value)) if value >= 0 else str(value)


def _range(first: str, last: int) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= last else str(value)


def _circled(value: int) -> str:
    for first, sign, last in ((1, "①", 20), (21, "㉑", 35), (36, "㊱", 50)):
        if first <= value <= last:
            return chr(ord(sign) + value - first)
    return "⓪" if value == 0 else str(value)


def _of(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 1 <= value <= len(signs) else str(value)


def _cycle(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if 1 <= value <= 60 else str(value)


def _letter(value: int) -> str:
    if value < 1:
        return str(value)
    times, at = divmod(value - 1, 26)
    return chr(97 + at) * (times + 1) if times < _REPEATED else str(value)


def _roman(value: int) -> str:
    if not 0 < value <= _LARGEST_ROMAN:
        return str(value)
    written = ""
    for number, sign in _ROMAN:
        written += sign * (value // number)
        value %= number
    return written


def _ordinal(value: int) -> str:
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _wide(value: int) -> str:
    return str(value).translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})


_LEGAL_PLACES = "拾佰仟"
_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": counted,
    "chineseLegalSimplified": lambda value: counted(value, _LEGAL, _LEGAL_PLACES, bare_ten=False),
    "ideographLegalTraditional": lambda value: counted(value, _OLD_LEGAL, _LEGAL_PLACES, bare_ten=False),
    "japaneseLegal": lambda value: counted(value, _OLD_LEGAL, _LEGAL_PLACES, bare_ten=False),
    "japaneseCounting": counted,
    "japaneseDigitalTenThousand": _digital,
    "koreanCounting": counted,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": counted,
    "taiwaneseDigital": _digital,
    "ideographDigital": _digital,
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "ideographEnclosedCircle": _range("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _range("⒈", 20),
    "decimalEnclosedParen": _range("⑴", 20),
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": _ordinal,
    "hex": lambda value: f"{value:X}",
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
