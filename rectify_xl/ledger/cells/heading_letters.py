"""Headings of 方面 and 大项 as two spellings of one are compared. Pure."""

from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered
from rectify_xl.text.numerals import COUNTING

_NUMERALS = frozenset(f"{COUNTING}0123456789")


@remembered
def letters(text: str) -> str:
    """Return a heading as two spellings of it are compared: without its number, punctuation and blanks."""
    plain = cell_value.key(text)
    for mark in "、.)":
        number, _, title = plain.partition(mark)
        if title and number.strip("(") and _NUMERALS.issuperset(number.strip("(")):
            plain = title
            break
    return "".join(mark for mark in plain if mark.isalnum())
