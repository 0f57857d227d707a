"""The text of a file that does not say how it is encoded. Pure."""

from __future__ import annotations

import codecs
import re

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_USUAL = (
    r"[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e\u2010-\u2027\u2160-\u217f\u2460-\u2473\u3220-\u3229"
    r"\x20-\x7e\t\n\r\xa0·〔〕]"
)
_OF_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936", "ms936", "euc-cn", "chinese"}
_BIG5 = {"big5", "big5-hkscs", "x-x-big5", "cp950"}


def decode(data: bytes) -> str | None:
    """Return the text in `data` (UTF-8, GB18030, UTF-16), or None where it is no text."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and text.count("\x00") * 20 <= len(text):
        return text if _share(text) > 0.6 else None
    candidates = [data.decode(name, errors="replace") for name in ("gb18030", "utf-16-le", "utf-16-be")]
    best = max(candidates, key=_share)
    return best if _share(best) > 0.9 else None


def as_stated(data: bytes, charset: str) -> str:
    """Return the text in `data`, which says of itself that it has this charset.

    A mark at its beginning and its own bytes are believed more than what it says; a page that was saved anew keeps the
    charset that it stated before.
    """
    if data.startswith(tuple(bom for bom, _ in _BOMS)):
        return decode(data) or ""
    name = charset.strip().strip("\"'").lower().replace("_", "-") if charset else ""
    name = "gb18030" if name in _OF_CHINESE or charset.strip().lower() in _OF_CHINESE else name
    name = "big5hkscs" if name in _BIG5 else name
    if not name.startswith(("utf-16", "utf-32")) and b"\x00" not in data[:4096]:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return text
    guessed = decode(data)
    try:
        stated = data.decode(name) if name and codecs.lookup(name)._is_text_encoding else ""  # noqa: SLF001
    except (LookupError, UnicodeError, ValueError):
        stated = ""
    if stated and (guessed is None or name in ("gb18030", "big5hkscs") or _share(stated) > _share(guessed)):
        return stated
    return guessed if guessed is not None else stated or data.decode("gb18030", errors="replace")


def _share(text: str) -> float:
    """Return which part of the text are characters that Chinese prose uses."""
    sample = text[:20000]
    return len(re.findall(_USUAL, sample)) / len(sample) if sample else 0.0
