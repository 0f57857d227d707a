"""Take out of a text what no document can hold; a cell may bring such characters along."""

from __future__ import annotations

import re

from rectify_xl.text import cell_value, provenance
from rectify_xl.text.provenance import Edit

_UNUSUAL = re.compile(r"\r\n|[^\x20-\ud7ff]")


def printable(value: object) -> object:
    """Return a text without the characters that XML forbids, with its origin; anything else as it is."""
    if not isinstance(value, str) or cell_value.storable(value) == value:
        return value
    matches = _UNUSUAL.finditer(value)
    return provenance.apply_edits(value, [Edit(*match.span(), cell_value.storable(match.group())) for match in matches])
