"""What a person decided in 导入对照: which sheets are read, what their columns, symbols and colours mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rectify_xl.ledger import heading_words


def place_key(column: int) -> str:
    """Return the key under which the role of one column stands, whatever its heading is."""
    return f"#{column}"


class ColumnChoices(NamedTuple):
    """Decisions by sheet: `uses` whether it is read, `columns` the role by the normal heading of a column.

    What stands under the `place_key` of a column goes before what stands under its heading.
    A choice under the empty name of a sheet holds for every sheet, so that next year's file profits from it.
    """

    uses: Mapping[str, bool] = {}
    columns: Mapping[str, Mapping[str, str]] = {}
    symbols: Mapping[str, str] = {}
    colours: Mapping[str, str] = {}

    def of(self, sheet: str) -> Mapping[str, str]:
        """Return the roles chosen for the columns of a sheet, by normal heading."""
        return {**self.columns.get("", {}), **self.columns.get(sheet, {})}

    def words(self, sheet: str) -> Mapping[str, str]:
        """Return the same as words of the office, so that a header is recognised by them."""
        return {
            heading: role
            for heading, role in self.of(sheet).items()
            if role in heading_words.ROLES and role != heading_words.DROP and not heading.startswith("#")
        }
