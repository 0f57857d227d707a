"""What a clerk chose in 校验结果: line by line, and for which finding. Pure."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.ledger.cells import choices as words
from rectify_xl.ledger.records import Finding, Ledger, Row
from rectify_xl.text.excerpts import office_quotes

FindingSign = tuple[str, str, str]
"""By what a finding is known again in 校验结果: its code, its place, and what it says."""


class LineChoice(NamedTuple):
    """What stands in 处理 and 核实理由 of one line; `row` is the line, None for a finding that has none."""

    choice: str = ""
    reason: str = ""
    row: Row | None = None

    @property
    def place(self) -> str:
        """What a person looks the line up by."""
        return "" if self.row is None else f"第{self.row.number}行（{self.row.text('代码')} {self.row.text('位置')}）"


UNDECIDED = LineChoice()
_WORDS = {words.folded(word): word for word in (schema.TAKE, schema.VERIFY, schema.LATER)}


def has_columns(ledger: Ledger) -> bool:
    """Tell whether 校验结果 is there with all that a command fills."""
    facts = ledger.sheets.get(schema.FINDINGS.name)
    needed = (column.name for column in schema.FINDINGS.columns if column.entry == "computed")
    return facts is not None and all(name in facts.headers for name in needed)


def sign(finding: Finding) -> FindingSign:
    """Return by what a finding is known again."""
    return finding.code, finding.address, office_quotes(finding.message)


def choices(ledger: Ledger) -> Mapping[FindingSign, LineChoice]:
    """Return the choices of 校验结果 by finding; of two lines for one finding the first counts."""
    chosen: dict[FindingSign, LineChoice] = {}
    for line in _lines(ledger):
        if line.row is not None:
            row = line.row
            chosen.setdefault((row.text("代码"), row.text("位置"), office_quotes(row.text("问题"))), line)
    return chosen


def _lines(ledger: Ledger) -> Iterator[LineChoice]:
    for row in ledger.rows.get(schema.FINDINGS.name, ()):
        if row.text("代码"):
            written = row.text("处理")
            yield LineChoice(words.chosen(written, _WORDS), row.text("核实理由"), row)
