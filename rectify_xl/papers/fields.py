"""What a template may use: a paper declares it as a named tuple whose fields say in Chinese what they stand for.

`NoticeLine(层级=…, 序号=…)` fills such a row: a misspelt, missing or unknown key is refused where it is written.
`fields_of` gives the names that a template may use, and by which it is judged.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args, get_type_hints

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


class Group(NamedTuple):
    """Said of a field that holds one group: what it is, and its declaration."""

    help: str
    parts: type


def fields_of(declared: type) -> tuple[Field, ...]:
    """Return the fields of a declaration, in its order; every one says what it stands for."""
    hints = get_type_hints(declared, include_extras=True)
    return tuple(_field(name, get_args(hint)[1]) for name, hint in hints.items())


def _field(name: str, said: str | Rows | Lines | Group) -> Field:
    if isinstance(said, Rows):
        return Field(name, said.help, "rows", fields_of(said.row), said.unpacked)
    if isinstance(said, Group):
        return Field(name, said.help, "group", fields_of(said.parts))
    return Field(name, said.help, "list") if isinstance(said, Lines) else Field(name, said)
