"""Fill the slots of 通报文稿, such as `{{ 问题数 }}`, with what the ledger says.

A workbook comes by e-mail, so a cell is hostile until shown otherwise: only names, constants, comparisons, sums and
`{% if %}` are accepted, and everything else is a finding. Nothing here raises on a bad cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from jinja2 import Template, TemplateError, nodes

from rectify_xl.ledger.records import Cell, Finding, Severity
from rectify_xl.notice.notice_rules import NOTICE_RULES
from rectify_xl.notice.writing import slot_values
from rectify_xl.text import provenance
from rectify_xl.text.provenance import Span, TracedText
from rectify_xl.text.sandbox import Sandbox
from rectify_xl.text.sandbox_rules import CELL, FULL_WIDTH
from rectify_xl.text.similar import closest_name

MAX_TAGS = 200
MAX_TAG_LENGTH = 200
MAX_LENGTH = 32767
"""Limits of one cell that holds slots; Excel itself stops at 32767 characters."""

# Plain text comes out of here; the renderers escape what their format needs.
_SANDBOX = Sandbox(CELL, autoescape=False, finalize=slot_values.marked)
_BROKEN = (TemplateError, TypeError, ValueError, ArithmeticError, SyntaxError, RecursionError, MemoryError)
_NUMBER = re.compile(r"-?[\d.,]+%?")
_TAG = re.compile(r"\{[{%#].*?(?:[}%#]\}|\Z)", re.DOTALL)
_ADVICE = "占位只写名称，如 {{ 问题数 }}；按条件取舍用 {% if 继续整改数 %}…{% endif %}"


class Slot(NamedTuple):
    """What a slot prints, and the addresses of its cells; `value` is empty where nothing was filled in.

    `counted` are the cells of the rows that a number counts.
    """

    value: str | int
    sources: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[int, int] | None:
        """Where the value stands word for word in its cell, None where it was composed."""
        whole = provenance.pieces(self.value) if isinstance(self.value, str) else ()
        return whole[0].span if len(whole) == 1 else None


Slots = Mapping[str, Slot]


class Filled(NamedTuple):
    """A cell's text with its slots filled in, and the addresses it comes from; on an error, the text as written."""

    text: TracedText
    sources: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


class _Parsed(NamedTuple):
    """A text as parsed: the slots it names, or, where it is not accepted, the code and the words of each reason."""

    names: tuple[str, ...] = ()
    template: Template | None = None
    refusals: tuple[tuple[str, str, str], ...] = ()


def blank(name: str) -> str:
    """Return what is printed where a needed cell is empty."""
    return f"〔{name}未填〕"


def fill(text: str, cell: Cell, slots: Slots, *, row_id: str = "", unfilled: Severity = "error") -> Filled:
    """Return `text`, which stands in `cell`, with its slots filled in, and every problem of it as a finding.

    `unfilled` is how severe it is that the cell behind a slot is empty; the text then says so in brackets.
    """
    here = (cell.address,) if cell.filled else ()
    written = provenance.verbatim(text, cell.address) if here else TracedText(text)
    if not any(brace in text for brace in "{}｛｝"):
        return Filled(written, here)

    def finding(code: str, message: str, fix: str, severity: Severity | None = None) -> Finding:
        sentence = f"『{cell.sheet}』{cell.ref}：{message}"
        rule = NOTICE_RULES[code]
        return rule.finding(sentence, sheet=cell.sheet, cell=cell.ref, row_id=row_id, remedy=fix, level=severity)

    parsed = _parse(text)
    refused = [finding(*refusal) for refusal in parsed.refusals]
    refused += [finding(*_unknown(name, slots)) for name in parsed.names if name not in slots]
    if refused or parsed.template is None:
        return Filled(written, here, tuple(refused))
    used = {name: slots[name] for name in parsed.names}
    try:
        printed = parsed.template.render({name: _value(name, slot) for name, slot in used.items()})
    except _BROKEN:
        return Filled(written, here, (finding("NT102", "占位算不出结果。", _ADVICE + "。"),))
    printed = _with_origins(printed, here, used)
    sources = dict.fromkeys((*here, *(source for slot in used.values() for source in slot.sources)))
    empty = [name for name, slot in used.items() if slot.value == "" and blank(name) in printed]
    return Filled(printed, tuple(sources), tuple(finding(*_unfilled(name, used[name]), unfilled) for name in empty))


def _value(name: str, slot: Slot) -> object:
    if slot.value == "":
        return slot_values.BlankValue(name, blank(name))
    if isinstance(slot.value, int):
        return slot_values.Number(slot.value, (name,))
    return slot_values.SlotText(slot.value, (name,))


def _with_origins(printed: str, here: tuple[str, ...], used: Slots) -> TracedText:
    """Return what was rendered, with the cells behind each slot, all within what stands in the cell itself."""
    text, stretches = slot_values.unmarked(printed)
    pieces: list[Span] = []
    for start, end, names in stretches:
        slots = [used[name] for name in names if name in used]
        pieces.append(
            Span(
                start,
                end,
                tuple(dict.fromkeys(source for slot in slots for source in slot.sources)),
                "number" if _NUMBER.fullmatch(text[start:end]) else "text",
                slots[0].span if len(slots) == 1 else None,
                "+".join(names),
                tuple(dict.fromkeys(cell for slot in slots for cell in slot.counted)),
            )
        )
    if len(pieces) == 1 and (pieces[0].start, pieces[0].end) == (0, len(text)):
        [only] = pieces
        return provenance.with_spans(text, (only._replace(sources=(*only.sources, *here)),))
    return provenance.with_spans(text, (Span(0, len(text), here), *pieces) if here else pieces)


@lru_cache(maxsize=512)
def _parse(text: str) -> _Parsed:
    """Parse and judge one text; the same `{{ 整改进展 }}` stands in many rows."""
    if refusal := _outer_refusal(text):
        return _Parsed(refusals=(refusal,))
    try:
        tree = _SANDBOX.parse(text)
        tree_nodes = list(tree.find_all(nodes.Node))
        if refused := _SANDBOX.refused(tree_nodes):
            return _Parsed(refusals=tuple(("NT103", f"占位中不允许{word}。", _ADVICE + "。") for word in refused))
        if any("}}" in node.data or "%}" in node.data for node in tree_nodes if isinstance(node, nodes.TemplateData)):
            return _Parsed(refusals=(("NT102", "多出了占位的右括号 }} 或 %}。", "请补上左括号，或删去右括号。"),))
        names = tuple(dict.fromkeys(node.name for node in tree_nodes if isinstance(node, nodes.Name)))
        return _Parsed(names, _SANDBOX.from_string(text))
    except _BROKEN:
        return _Parsed(refusals=(("NT102", "占位的写法有错。", _ADVICE + "，左右括号要成对。"),))


def _outer_refusal(text: str) -> tuple[str, str, str] | None:
    """Return why a text is refused before it is parsed: its size, or braces typed with a Chinese keyboard."""
    if FULL_WIDTH.search(text):
        return "NT106", "占位的括号是全角的。", "请改用英文输入法的半角括号，如 {{ 问题数 }}。"
    tags = _TAG.findall(text)
    longest = max(map(len, tags), default=0)
    if not tags or (len(tags) <= MAX_TAGS and longest <= MAX_TAG_LENGTH and len(text) <= MAX_LENGTH):
        return None
    return (
        "NT104",
        f"占位过多或过长（共{len(text)}字，占位{len(tags)}处，最长{longest}字）。",
        f"一格内占位不超过{MAX_TAGS}处、每处不超过{MAX_TAG_LENGTH}字、全格不超过{MAX_LENGTH}字；请删减或分成几行。",
    )


def _unknown(name: str, slots: Slots) -> tuple[str, str, str]:
    near = closest_name(name, slots, 0.5)
    advice = f"是否应为 {{{{ {near} }}}}？" if near else ""
    return "NT101", f"没有名为“{name}”的占位。", f"{advice}可用的占位：{'、'.join(slots)}。"


def _unfilled(name: str, slot: Slot) -> tuple[str, str, str]:
    where = f"（{'、'.join(slot.sources)}）" if slot.sources else ""
    return "NT105", f"占位“{name}”没有内容可填。", f"请先填写“{name}”{where}，或删去这个占位。"
