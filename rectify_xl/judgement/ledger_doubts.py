"""What the check of a ledger says that may make its numbers look better than they are, counted by its codes. Pure.

Most of it only the unit's own ledger knows, by its memory: the clean copy that goes up has neither 程序状态 nor
formulas. So the counts go along in 清单.json, and the level above puts both together: a doubt is one, whichever of the
two shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger.records import Finding, Ledger
from rectify_xl.text.excerpts import first_few
from rectify_xl.text.refs import quoted_address

COMPUTED = ("RX316", "RX317")
"""Formulas in cells that are counted."""
TELLING: Mapping[str, str] = {
    "RX225": "手工填的销号",
    "RX228": "变更记录被改动",
    "RX229": "看不到以前的变更记录",
    "RX616": "关联的问题没有销号",
    "RX619": "反弹登记有疑点",
    "RX723": "整改时限改晚",
    "RX724": "删去记录",
    "RX725": "改过编号",
    "RX726": "改过责任科室、方面或大项",
    "RX727": "补录延期",
    "RX728": "换过问题",
    "RX729": "问题改轻",
    "RX731": "删去措施",
}
"""What was changed, in the words of the level above."""
CLOSED = "RX225"
"""What has to be explained of a closing; only that it was filled in by hand is a doubt of its number."""
UNSAID = "清单没有写明台账里的改动痕迹（这一版程序打包的都写），有没有改动不清楚，请向单位核实，或者调看原台账。"
"""What is said of a list of this program that holds no such counts."""

_NAMED = 8
"""Problems that a sentence names."""


class LedgerDoubt(NamedTuple):
    """All that one code says of a ledger: how many cells or rows it concerns, and the ids or addresses of them.

    `done` counts those by which a problem or measure counts as done: a formula says that it is.
    """

    code: str
    cells: int
    names: tuple[str, ...] = ()
    done: int = 0


def doubts(ledger: Ledger, findings: Iterable[Finding]) -> tuple[LedgerDoubt, ...]:
    """Return what the findings of a ledger say of this kind, by code."""
    kept: dict[str, list[Finding]] = {}
    for finding in findings:
        if (finding.code in TELLING and finding.code != CLOSED) or finding.code in COMPUTED or _by_hand(finding):
            kept.setdefault(finding.code, []).append(finding)
    return tuple(doubt for code in sorted(kept) if (doubt := _doubt(ledger, code, kept[code])).cells)


def _by_hand(finding: Finding) -> bool:
    """Tell whether a finding says of a closing that no step of the program stands behind it."""
    if finding.code != CLOSED:
        return False
    from rectify_xl.ledger.closure_rules.step_traces import BY_HAND

    return BY_HAND in finding.message


def _doubt(ledger: Ledger, code: str, findings: Sequence[Finding]) -> LedgerDoubt:
    if code not in COMPUTED:
        names = dict.fromkeys(finding.row_id or finding.address for finding in findings)
        return LedgerDoubt(code, len(findings), tuple(names))
    from rectify_xl.judgement.checks import computed_cells

    groups = computed_cells.groups(ledger)
    cells = [cell for finding in findings for cell in groups.get(finding.address, ()) if cell.decides]
    places = tuple(dict.fromkeys(cell.cell.address for cell in cells))
    return LedgerDoubt(code, len(cells), places, sum(cell.counts_done for cell in cells))


def merged(own: Iterable[LedgerDoubt], listed: Iterable[LedgerDoubt]) -> tuple[LedgerDoubt, ...]:
    """Return what the ledger that came shows and what its 清单 says of the one that it was made of, as one.

    Both speak of the same rows, so that the greater number of the two counts.
    """
    both: dict[str, LedgerDoubt] = {}
    for doubt in (*own, *listed):
        known = both.get(doubt.code, LedgerDoubt(doubt.code, 0))
        names = tuple(dict.fromkeys((*known.names, *doubt.names)))
        cells, done = max(known.cells, doubt.cells), max(known.done, doubt.done)
        both[doubt.code] = LedgerDoubt(doubt.code, cells, names, done)
    return tuple(both[code] for code in sorted(both))


def beyond(own: Iterable[LedgerDoubt], listed: Iterable[LedgerDoubt]) -> tuple[str, ...]:
    """Return the codes of which 清单 says more than the ledger that came shows."""
    cells = {doubt.code: doubt.cells for doubt in own}
    return tuple(doubt.code for doubt in listed if doubt.cells > cells.get(doubt.code, 0))


def sentences(doubts: Iterable[LedgerDoubt], only_listed: Collection[str]) -> Iterator[str]:
    """Yield what stands beside the numbers of a unit: formulas and changes, so many of each.

    Of the codes in `only_listed` its 清单 says more than the ledger shows.
    """
    by_code = {doubt.code: doubt for doubt in doubts}
    computed = [by_code[code] for code in COMPUTED if code in by_code]
    if computed:
        done = sum(doubt.done for doubt in computed)
        more = f"，其中{done}处计为完成" if done else ""
        counted = "、".join(f"{doubt.cells}处（{doubt.code}：{places(doubt)}）" for doubt in computed)
        yield f"台账里要计数的格有公式：{counted}{more}，数按文件里存着的结果计{_where(computed, only_listed)}。"
    changed = [by_code[code] for code in TELLING if code in by_code and code != CLOSED]
    if changed:
        counted = "、".join(f"{TELLING[doubt.code]}{doubt.cells}处（{doubt.code}）" for doubt in changed)
        yield f"台账里有改动须核实：{counted}{_where(changed, only_listed)}；是哪些问题，见《预警》。"
    if CLOSED in by_code:  # of which nobody is warned: it is named here
        closed = by_code[CLOSED]
        which = f"：{first_few(closed.names, _NAMED)}" if closed.names else ""
        yield f"{TELLING[CLOSED]}{closed.cells}处（{CLOSED}）须核实{_where([closed], only_listed)}{which}。"


def places(doubt: LedgerDoubt) -> str:
    """Return the cells or rows of a doubt as an office names them, of many the first ones."""
    names = (quoted_address(name) for name in doubt.names)
    return first_few(names, _NAMED, more="等") or "没有写明在哪里"


def _where(doubts: Iterable[LedgerDoubt], only_listed: Collection[str]) -> str:
    return "，见报来的校验情况" if any(doubt.code in only_listed for doubt in doubts) else ""
