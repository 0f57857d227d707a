"""Count what the shared texts of a workbook come to when each is as often there as it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rectify_xl.errors import BookError
from rectify_xl.system import limits
from rectify_xl.workbook.reading import sheet_facts
from rectify_xl.workbook.reading.sheet_facts import Attributes


def refuse(strings: bytes, sheets: Mapping[str, bytes]) -> None:
    """Raise `BookError` where the texts of all these sheets come to more than `limits.TEXTS` bytes."""
    lengths = _lengths(strings)
    total = 0
    for name, xml in sheets.items():
        for number, times in _uses(xml, name).items():
            total += lengths[number] * times if number < len(lengths) else 0
        if total > limits.TEXTS:
            raise BookError(
                f"《{name}》的文字展开后超过{limits.TEXTS // 1_000_000} MB，已停止读取",
                "这不是正常的台账，请向发来文件的人核实，不要打开",
            )


def _lengths(xml: bytes) -> list[int]:
    """Return the length of each shared text in bytes."""
    lengths: list[int] = []

    def start(tag: str, _attributes: Attributes) -> None:
        if tag == "si":
            lengths.append(0)

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += len(piece) * 3

    sheet_facts.parse(xml, "xl/sharedStrings.xml", start, text=text)
    return lengths


def _uses(xml: bytes, name: str) -> Counter[int]:
    """Return how often each shared text is used in a sheet."""
    uses: Counter[int] = Counter()
    state = {"shared": False, "value": False}
    digits: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "c":
            state["shared"] = attributes.get("t") == "s"
        state["value"] = tag == "v" and state["shared"]

    def end(tag: str) -> None:
        if tag == "v" and state["shared"]:
            number = "".join(digits).strip()
            if number.isdecimal():
                uses[int(number)] += 1
        digits.clear()
        state["value"] = False

    def text(piece: str) -> None:
        if state["value"]:
            digits.append(piece)

    sheet_facts.parse(xml, name, start, end, text)
    return uses
