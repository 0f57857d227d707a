"""How Word writes a number: 一、壹、甲、①、a、iv and the others. Pure."""

from __future__ import annotations

from collections.abc import Callable

from rectify_xl.text.numerals import digit_by_digit, enclosed, full_width, in_chinese

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


def _chinese(value: int) -> str:
    """Return 一 to 九十九 counted, beyond that digit by digit, as Word does."""
    return in_chinese(value) if 0 < value < 100 else digit_by_digit(value)


def _series(first: str) -> Callable[[int], str]:
    return lambda value: enclosed(value, first)


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


_LEGAL_PLACES = "拾佰仟"
_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": in_chinese,
    "chineseLegalSimplified": lambda value: in_chinese(value, _LEGAL, _LEGAL_PLACES, bare_ten=False),
    "ideographLegalTraditional": lambda value: in_chinese(value, _OLD_LEGAL, _LEGAL_PLACES, bare_ten=False),
    "japaneseLegal": lambda value: in_chinese(value, _OLD_LEGAL, _LEGAL_PLACES, bare_ten=False),
    "japaneseCounting": in_chinese,
    "japaneseDigitalTenThousand": digit_by_digit,
    "koreanCounting": in_chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": in_chinese,
    "taiwaneseDigital": digit_by_digit,
    "ideographDigital": digit_by_digit,
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "ideographEnclosedCircle": _series("㊀"),
    "decimalEnclosedCircle": enclosed,
    "decimalEnclosedCircleChinese": enclosed,
    "decimalEnclosedFullstop": _series("⒈"),
    "decimalEnclosedParen": _series("⑴"),
    "decimalFullWidth": full_width,
    "decimalFullWidth2": full_width,
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
