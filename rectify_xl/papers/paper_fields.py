"""What a template may use: a paper declares it as a typed dict whose keys say in Chinese what they stand for.

`NoticeLine(层级=…, 序号=…)` makes such a row: mypy refuses a misspelt, missing or unknown key where it is written, and
`mismatches` where a paper is made. `fields_of` gives the names that a template may use, and by which it is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from rectify_xl.text.provenance import TracedText

Shape = Literal["text", "list", "rows", "group"]


class Field(NamedTuple):
    """A name that a template may use.

    `shape` is text, or a list of texts, or rows or one group of the fields in `parts`; `unpacked` rows are taken apart
    by their order (`for 栏, 名 in 表.签字`).
    """

    name: str
    help: str
    shape: Shape = "text"
    parts: tuple[Field, ...] = ()
    unpacked: bool = False


class Rows(NamedTuple):
    """Said of a field that holds rows: what they are, and the declaration of one of them."""

    help: str
    row: type
    unpacked: bool = False


class Lines(NamedTuple):
    """Said of a field that holds a list of texts: what they are."""

    help: str


class FieldGroup(NamedTuple):
    """Said of a field that holds one group: what it is, and its declaration."""

    help: str
    parts: type


def fields_of(declared: type) -> tuple[Field, ...]:
    """Return the fields of a declaration, in its order; every one says what it stands for."""
    return tuple(_field(name, declaration.__metadata__[0]) for name, declaration in declared.__annotations__.items())


def texts_in(values: object) -> Iterator[TracedText]:
    """Yield every traced text in what a paper is made of: rows in rows, whatever holds them."""
    if isinstance(values, TracedText):
        yield values
    elif isinstance(values, Mapping):
        for value in values.values():
            yield from texts_in(value)
    elif isinstance(values, tuple | list):
        for value in values:
            yield from texts_in(value)


def _field(name: str, declaration: str | Rows | Lines | FieldGroup) -> Field:
    if isinstance(declaration, Rows):
        return Field(name, declaration.help, "rows", fields_of(declaration.row), declaration.unpacked)
    if isinstance(declaration, FieldGroup):
        return Field(name, declaration.help, "group", fields_of(declaration.parts))
    return Field(name, declaration.help, "list") if isinstance(declaration, Lines) else Field(name, declaration)


def mismatches(fields: Sequence[Field], values: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """Yield every key of a paper's values that is not declared, and every declared one that is missing."""
    declared = {field.name: field for field in fields}
    yield from (f"{where}{name}没有声明" for name in values if name not in declared)
    yield from (f"{where}{name}没有给出" for name in declared if name not in values)
    for name, field in declared.items():
        rows = values.get(name, ()) if field.shape == "rows" and not field.unpacked else ()
        for row in rows:
            yield from mismatches(field.parts, row, f"{where}{name}.")
