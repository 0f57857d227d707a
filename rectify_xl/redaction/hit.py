"""One piece of personal data in a text."""

from typing import Literal, NamedTuple

Kind = Literal["姓名", "身份证号", "手机号", "固定电话", "银行账号", "电子邮箱", "车牌号"]


class Hit(NamedTuple):
    """Where personal data stands in a text (`start` to `end`), what it is, and what is printed instead.

    Where it is not `certain`, nothing is replaced: `why` tells a person what to look at.
    """

    start: int
    end: int
    kind: Kind
    printed: str
    certain: bool = True
    why: str = ""


def apart(hits: list[Hit]) -> list[Hit]:
    """Return the hits in order without those that overlap another; the certain and the longer one stays."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (not each.certain, each.start - each.end)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept)


def replaced(text: str, hits: list[Hit]) -> str:
    """Return `text` with the certain hits replaced."""
    for hit in reversed(hits):
        if hit.certain:
            text = text[: hit.start] + hit.printed + text[hit.end :]
    return text
