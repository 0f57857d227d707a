"""RX121: whether what 核实登记 says was written by a command."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.judgement.checks.base import Context, Remark, check, quote
from rectify_xl.ledger import verified_findings
from rectify_xl.ledger.records import Ledger


@check(
    "RX121",
    "verified-by-hand",
    "核实登记不是程序登记的",
    guards="在《核实登记》里手工添了行或改了字，想让没有核实过的问题不再提示；这样的行不起作用。",
    ignore="不能忽略。",
)
def verified_by_hand(ledger: Ledger, _context: Context) -> Iterator[Remark]:
    """Yield every line of 核实登记 that no command wrote as it stands."""
    for line in verified_findings.on_record(ledger).by_hand:
        if line.row is None:
            continue
        yield Remark(
            line.row.cell("代码"),
            line.code,
            f"第{line.row.number}行{quote(f'{line.code} {line.sheet}{line.column}'.strip())}是手工填写或改动的，"
            "《变更记录》里没有这次登记，不起作用。",
            f"请删除第{line.row.number}行；确已核实的，请在《校验结果》选“已核实”、写明理由，再点“一键处理”。",
        )
