"""Mail addresses that an office keeps in 字典: two columns of its own, 收件人 and 收件邮箱. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import departments
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook

RECIPIENT, ADDRESS = "收件人", "收件邮箱"
"""The headers of the two columns: a department, leader or person, and the address."""


def addresses(book: RawBook) -> Mapping[str, str]:
    """Return what stands beside each recipient, whose name is spelled as names are compared."""
    columns = reader.dictionary(book.sheets.get(schema.DICTIONARY))
    if RECIPIENT not in columns or ADDRESS not in columns:
        return {}
    pairs = zip(columns[RECIPIENT], columns[ADDRESS], strict=True)
    return {departments.name(name): "".join(address.split()) for name, address in pairs if name and address}
