"""Mail addresses that an office keeps in 字典: two columns of its own, 收件人 and 收件邮箱. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from email.errors import MessageError
from email.headerregistry import Address
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook
from rectify_xl.text import cell_value

RECIPIENT, ADDRESS = "收件人", "收件邮箱"
"""The headers of the two columns: a department, leader or person, and the address."""


class AddressBook(NamedTuple):
    """The address of each recipient, whose name is spelled as names are compared, and lines that hold none."""

    known: Mapping[str, str]
    unusable: tuple[tuple[str, str], ...]

    def of(self, name: str) -> str:
        """Return the address of a recipient, empty where none is on record."""
        return self.known.get(departments.name(name), "")

    def complaint(self) -> str:
        """Say which addresses were not used; empty where all are fine."""
        if not self.unusable:
            return ""
        named = "、".join(f"{name}“{text}”" for name, text in self.unusable)
        return f"《{schema.DICTIONARY}》“{ADDRESS}”一列写的不是邮箱地址，没有用：{named}。"


def address_book(book: RawBook) -> AddressBook:
    """Return what stands beside each recipient; of several lines for one the first that holds an address."""
    columns = reader.dictionary(book.sheets.get(schema.DICTIONARY))
    if RECIPIENT not in columns or ADDRESS not in columns:
        return AddressBook({}, ())
    known: dict[str, str] = {}
    unusable: list[tuple[str, str]] = []
    for name, cell in zip(columns[RECIPIENT], columns[ADDRESS], strict=True):
        address = cell_value.narrow(cell).strip()
        if name and address and is_address(address):
            known.setdefault(departments.name(name), address)
        elif name and address:
            unusable.append((name, cell))
    return AddressBook(known, tuple(unusable))


def is_address(text: str) -> bool:
    """Tell whether a text is one address that every mail program takes."""
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError):
        return False
    return bool(address.username and "." in address.domain and text.isascii() and text.isprintable())
