"""The tabs of a workbook: which of them are sheets of the ledger. Pure.

A tab is known by its name as names are compared: blanks at its ends, half or full width and characters that nobody sees
make no other name. Where two tabs have the same name so, the one that is written as in the layout is the sheet.
"""

from collections.abc import Iterable, Mapping

from rectify_xl.ledger import schema
from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered_list
from rectify_xl.text.refs import address_of, split_address

SHEETS: tuple[str, ...] = (*(sheet.name for sheet in schema.STORED), schema.GUIDE, schema.SUMMARY, schema.DICTIONARY)
"""Every sheet of the layout."""

_NAMES = {cell_value.key(name): name for name in SHEETS}


def sheet_of(tab: str) -> str:
    """Return the sheet of the layout that a tab is, empty for any other tab."""
    return tab if tab in SHEETS else _NAMES.get(cell_value.key(tab), "")


@remembered_list
def by_sheet(tabs: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the tabs of each sheet that there is, first the one that is read."""
    by_name: dict[str, list[str]] = {}
    for tab in tabs:
        sheet = sheet_of(tab)
        if sheet:
            by_name.setdefault(sheet, []).append(tab)
    return {sheet: tuple(sorted(names, key=lambda tab: tab != sheet)) for sheet, names in by_name.items()}


def others(tabs: Iterable[str]) -> tuple[str, ...]:
    """Return the tabs that are no sheets of the layout."""
    return tuple(tab for tab in tabs if not sheet_of(tab))


def renamed(address: str) -> str:
    """Return an address such as `问题台账 !H12` with the name of the layout for its sheet."""
    tab, ref = split_address(address)
    return address_of(sheet_of(tab) or tab, ref) if tab else address


def written(address: str, tabs: Iterable[str]) -> str:
    """Return an address such as `问题台账!H12` with the name of its tab as it is written."""
    sheet, ref = split_address(address)
    return address_of(by_sheet(tabs).get(sheet, (sheet,))[0], ref) if sheet else address
