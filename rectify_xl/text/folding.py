"""Characters that nobody sees, and characters that look like others, folded to what is meant. Pure.

Text copied from PDF files holds Kangxi radicals (`⽅` for 方), older systems write compatibility ideographs, web pages
bring soft hyphens and marks of writing direction. Two texts that a person cannot tell apart are one text here.
"""

import re

UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)
"""Characters without width: soft hyphen, zero-width blanks, joiners, marks of writing direction."""

_RANGES = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x2E80, 0x2FD5), (0xF900, 0xFAD9), (0x2F800, 0x2FA1D))
_ODD = frozenset(UNSEEN).union(*(map(chr, range(first, last + 1)) for first, last in _RANGES))
"""What may have to be folded; nearly no text holds any, so that one pass tells it."""
_PATTERN = f"[{UNSEEN}{''.join(f'{chr(first)}-{chr(last)}' for first, last in _RANGES)}]"
_LONG = 2_000
"""Characters of a text from which on a pattern is faster, though it takes as long to make as these take."""

_RADICALS = (
    "冫厂乛乚乙亻冂几刀刂卜㔾小小尢尢尢尣巳幺彐彐忄心扌攵攵旡日月歹母民氵氺灬爫爫丬牛犭王疋目示礻竹糸纟罓罒网网网羊羊羊耂肀聿肉臼艹艹"
    "艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀亀龟"
)
"""The characters that the radicals from U+2E80 on stand for, for which Unicode itself has no decomposition."""


def cleaned(text: str) -> str:
    """Return `text` as a person reads it: look-alike characters made ordinary, unseen ones left out."""
    return text.translate(_LOOKS) if odd(text) else text


def odd(text: str) -> bool:
    """Tell whether `cleaned` may change `text`."""
    if text.isascii():
        return False
    return re.search(_PATTERN, text) is not None if len(text) > _LONG else not _ODD.isdisjoint(text)


def strange(text: str) -> str:
    """Return the characters of `text` that `cleaned` changes, each once."""
    return "".join(dict.fromkeys(mark for mark in text if _LOOKS[ord(mark)] != ord(mark)))


class Folding(dict[int, int | None]):
    """What each character becomes, worked out when it is first met.

    A table for `str.translate` with an answer for every character is faster than one that holds exceptions only.
    """

    def __missing__(self, code: int) -> int | None:
        self[code] = folded = _ordinary(code)
        return folded


_LOOKS = Folding(dict.fromkeys(map(ord, UNSEEN)))


def _ordinary(code: int) -> int:
    if 0x2E80 <= code < 0x2E80 + len(_RADICALS) and code != 0x2E9A:
        return ord(_RADICALS[code - 0x2E80])
    if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAD9 or 0x2F800 <= code <= 0x2FA1D:
        import unicodedata  # few texts need it

        plain = unicodedata.normalize("NFKC", chr(code))
        return ord(plain) if len(plain) == 1 else code
    return code
