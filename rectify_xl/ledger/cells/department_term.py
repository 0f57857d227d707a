"""What the office calls its departments: 科室, or as 科室称谓 of 基本信息 says (站所, 处室, 单位).

Only words of the program are put into that term. What stands in the ledger stays as it is written there, and so do the
names of sheets and columns, by which they are known.
"""

import re

ITEM = "科室称谓"
USUAL = "科室"
_TERM = "(?!责任|配合|各|你|本)[\u4e00-\u9fff]{1,4}"


def is_term(written: str) -> bool:
    """Tell whether a text can stand in place of 科室: up to four Chinese characters, without 责任 before them."""
    return bool(re.fullmatch(_TERM, written))


def term_of(written: str) -> str:
    """Return the term that the line asks for; the usual one where it is empty or says nothing of use."""
    return written if is_term(written) else USUAL


def termed(words: str, term: str) -> str:
    """Return words of the program, which hold nothing of the ledger, with the term of the office."""
    return words.replace(USUAL, term)
