"""How it is told that problems count as 继续整改 only because 完成程度 is empty or no known word."""

from collections.abc import Iterable

from rectify_xl.model import Ledger, Problem
from rectify_xl.traced import Traced


def sentence(ledger: Ledger, problems: Iterable[Problem]) -> Traced:
    """Return what has to be known beside every number of problems that are done; empty where nothing has."""
    stated = tuple(problems)
    empty = [each for each in stated if not each.completion]
    unread = [each for each in stated if ledger.unread_status(each.completion)]
    if not empty and not unread:
        return Traced("")
    words = "、".join(dict.fromkeys(f"“{each.completion}”" for each in unread))
    parts = (
        f"有{len(empty)}个问题没有填完成程度" if empty else "",
        f"有{len(unread)}个问题的完成程度不在字典里（{words}）" if unread else "",
    )
    told = f"{'，'.join(filter(None, parts))}，按继续整改计；请先{'补填' if empty else '改正'}，再用这些数字。"
    return Traced(told, [each.row.cell("完成程度").address for each in (*empty, *unread)])
