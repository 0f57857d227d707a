"""A printed text that knows the cells it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self


class Traced(str):
    """A text as it will be printed; `sources` are the addresses of its cells, such as 问题台账!H12, or of ranges.

    It is a plain text to whoever does not ask; cutting or joining it gives a plain `str`, so trace last.
    """

    __slots__ = ("sources",)
    sources: tuple[str, ...]

    def __new__(cls, text: object, sources: Iterable[str] = ()) -> Self:
        """Return `text` as a string that comes from `sources`."""
        made = super().__new__(cls, str(text))
        made.sources = tuple(sources)
        return made
