"""Who is named in a cell of 责任科室 or 牵头领导: the only place that takes such a cell apart.

Townships write several into one cell (农业农村办，财政所). The first one leads (牵头), and a problem counts once, under
it. What stands in brackets belongs to the name before them (组织办（党建办）is one department). A word for all of them
(各站办所) counts under itself. 字典 may count a name under another one. 统计汇总 follows the same rules by formulas.
"""

import re
from collections.abc import Iterable, Mapping

from rectify_xl.text import cell_value
from rectify_xl.text.kept_answers import remembered

SEPARATORS = "、，,；;／/＋+"
"""What stands between two names; a blank does so too where at least two characters stand before and behind it."""
OPENING, CLOSING = "（", "）"
_WIDE_BRACKETS = str.maketrans("()", OPENING + CLOSING)
_JOINING = frozenset(SEPARATORS + OPENING + CLOSING + "()")
"""What a cell with more than one name holds, beside blanks."""
_EVERYBODY = r"(?:全[院局镇乡校县区市街])?(?:各|所有|全体|全部).+|全[院局镇乡校](?:科室|部门)?"


def names(cell: str, rules: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the names in a cell, the leading one first, each once; `rules` say which name counts as which.

    Names are spelled without blanks and with brackets of full width, so that equal ones are equal texts.
    """
    named = _named(cell)
    return tuple(dict.fromkeys(part for part in (rules.get(part, part) for part in named) if part)) if rules else named


@remembered
def _named(cell: str) -> tuple[str, ...]:
    """Return the names in a cell as they are spelled there, each once."""
    if not cell:
        return ()
    parts = [name(cell)]
    if not _JOINING.isdisjoint(cell) or any(map(str.isspace, cell)):
        parts = list(_parts(cell)) or parts
    return tuple(dict.fromkeys(part for part in parts if part))


def shown(cell: str) -> str:
    """Return what a table prints of a cell: without what separates it from nothing (后勤科、)."""
    return cell.strip(SEPARATORS + "。 \u3000\n")


def name(text: str) -> str:
    """Return a name as it is compared and shown."""
    return cell_value.key(text).translate(_WIDE_BRACKETS)


def rules(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return which name counts as which, from the lines of 字典: name, and what it counts under (empty: itself)."""
    return {name(word): name(target) for word, target in pairs if word and target and name(word) != name(target)}


def means_everybody(department: str) -> bool:
    """Tell whether a name stands for all departments together (各站办所, 全院各科室)."""
    return re.fullmatch(_EVERYBODY, department) is not None


def concerns(departments: Iterable[str], asked_name: str) -> bool:
    """Tell whether a cell with these `departments` concerns the `wanted` one.

    It may stand there by its name or by its alias, or be one of all.
    """
    asked = name(asked_name)
    return any(asked in (department, *alias(department)) or means_everybody(department) for department in departments)


def alias(department: str) -> tuple[str, ...]:
    """Return the name before the brackets and those in them (组织办（党建办）: 组织办, 党建办), if there are any."""
    before, mark, inside = department.partition(OPENING)
    if not mark or not before:
        return ()
    return (before, *names(inside.partition(CLOSING)[0]))


def _split_by_blank(cell: str) -> bool:
    """Tell whether a blank alone stands between two names of a cell (党政办 纪委)."""
    return any(len(_words(part)) > 1 for part in _separated(cell))


def _parts(cell: str) -> Iterable[str]:
    for part in _separated(cell):
        yield from (name(word) for word in _words(part))


def _separated(cell: str) -> list[str]:
    """Return the texts between the separators that stand outside of brackets."""
    parts, depth = [""], 0
    for mark in cell.strip().translate(_WIDE_BRACKETS):
        if mark == OPENING:
            depth = 1
        elif mark == CLOSING:
            depth = 0
        if mark in SEPARATORS and not depth:
            parts.append("")
        else:
            parts[-1] += mark
    return [part.strip() for part in parts if part.strip()]


def _words(part: str) -> list[str]:
    """Return the names that blanks separate; blanks that pad a name (财 务 科) separate nothing."""
    words = part.partition(OPENING)[0].split()
    if len(words) < 2 or len(words[0]) < 2 or len("".join(words[1:])) < 2:
        return [part]
    return [words[0], *_words(part[len(words[0]) :].strip())]
