"""Keep what was made of short texts: a ledger, and thousands of them, hold the same ids, names and words. Pure.

So do the small parts of their packages. What is long is worked out each time, so that no workbook can fill the memory
of a process that reads many.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

_T = TypeVar("_T")
_K = TypeVarTuple("_K")
_TEXTS = 4096
"""Texts whose answers one function keeps."""
_LONGEST = 80
"""Characters of the longest text that is kept."""
_LISTS = 128
_LONGEST_LIST = 2_000
"""The same of lists of words."""
_PARTS = 128
_LONGEST_PART = 20_000
"""The same of parts of packages, in bytes."""


class _KeptAnswers(dict[str, _T]):
    """The answers of one function by their texts; asking a dictionary costs a third of asking `lru_cache`."""

    def __init__(self, work: Callable[[str], _T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, text: str) -> _T:
        answer = self._work(text)
        if len(text) <= _LONGEST:
            if len(self) >= _TEXTS:
                self.clear()
            self[text] = answer
        return answer


def remembered(work: Callable[[str], _T]) -> Callable[[str], _T]:
    """Return a pure function of one text that keeps its answers; nobody may change what it returns."""
    return _KeptAnswers(work).__getitem__


def remembered_list(work: Callable[[Iterable[str]], _T]) -> Callable[[Iterable[str]], _T]:
    """Return a pure function of a list of words that keeps its last answers; nobody may change what it returns."""
    kept = lru_cache(maxsize=_LISTS)(work)

    @wraps(work)
    def answer(words: Iterable[str]) -> _T:
        listed = tuple(words)
        return kept(listed) if sum(map(len, listed)) <= _LONGEST_LIST else work(listed)

    return answer


def remembered_part(work: Callable[[bytes, *_K], _T]) -> Callable[[bytes, *_K], _T]:
    """Return a pure function of a part of a package, and of what is known of it, that keeps its last answers.

    Nobody may change what it returns.
    """
    kept = lru_cache(maxsize=_PARTS)(work)

    @wraps(work)
    def answer(part: bytes, *known: *_K) -> _T:
        return kept(part, *known) if len(part) <= _LONGEST_PART else work(part, *known)

    return answer
