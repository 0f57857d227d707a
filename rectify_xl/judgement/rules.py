"""What a rule with a code is, how the rules of a family are kept, and how one of them is run.

Six families have rules: checks of a ledger (RX), reading a notice (IM), proof-reading one (PR), composing and
publishing one (NT), templates of papers (TP), risks (RK). What they find is a `model.Finding`; a risk has reasons.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from rectify_xl.ledger.records import Finding, Severity

Said = TypeVar("Said")


class Rule(NamedTuple):
    """One rule: its stable code, its Chinese title, what it reports, and what is to be known about it.

    `level` is how serious a finding is, None where a profile or the place decides; `ignore` tells when a finding may
    be left alone, `remedy` what the user does (without a full stop), `why` why it matters. `word` is its English word,
    `weight` what it adds to a score, where findings are weighed.
    """

    code: str
    title: str
    what: str
    level: Severity | None = None
    ignore: str = ""
    remedy: str = ""
    why: str = ""
    word: str = ""
    weight: int = 0

    def finding(
        self,
        message: str,
        *,
        sheet: str = "",
        cell: str = "",
        row_id: str = "",
        remedy: str = "",
        level: Severity | None = None,
        line: int | None = None,
        excerpt: str = "",
    ) -> Finding:
        """Return a finding of this rule; what is not given here (`level`, `remedy`) comes from the rule."""
        fix = remedy or f"{self.remedy}。"
        severity = level or self.level or "error"
        return Finding(self.code, severity, sheet, cell, row_id, message, fix, line, excerpt)


class Catalogue:
    """The rules of one family, none of whose codes or titles stands twice."""

    def __init__(self, beginning: str, *rules: Rule) -> None:
        self.beginning = beginning
        self.rules = rules
        self._by_code = {rule.code: rule for rule in self.rules}
        self._by_title = {rule.title: rule for rule in self.rules}
        for key, kept in (("代码", self._by_code), ("名称", self._by_title)):
            if len(kept) != len(self.rules):
                raise ValueError(f"{beginning}：有两条规则的{key}相同")
        strangers = [code for code in self._by_code if not code.startswith(beginning)]
        if strangers:
            raise ValueError(f"代码不以{beginning}开头：{'、'.join(strangers)}")

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __getitem__(self, code: str) -> Rule:
        return self._by_code[code]

    def titled(self, title: str) -> Rule:
        """Return the rule with this Chinese title."""
        return self._by_title[title]


def guarded(find: Callable[[], Iterable[Said]], crashed: Callable[[Exception], Said]) -> list[Said]:
    """Return what one rule says; where it crashes, what it said before, and that it crashed.

    A faulty rule must not hide what the others find, and is never blamed on the data.
    """
    results: list[Said] = []
    try:
        results.extend(find())
    except Exception as error:  # noqa: BLE001 - whatever it raises, the other rules go on
        results.append(crashed(error))
    return results
