"""What a dialog says about an outcome: what, where, what next."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.commands.outcome import Headlines, Outcome
from rectify_xl.text.excerpts import as_clicked


def outcome_text(outcome: Outcome) -> str:
    """Return the summary, and the first findings with their places and remedies."""
    return as_clicked(_outcome_text(outcome))


def _outcome_text(outcome: Outcome) -> str:
    lines = list(outcome.summary)
    for headlines in outcome.headlines:
        lines += _spelled_out(headlines)
    if all(pair.aside for pair in outcome.headlines) and not outcome.goes_to:
        for table in outcome.tables[:1]:
            lines += ["", *("　".join(row) for row in (table.header, *table.rows))]
    return "\n".join(lines)


def _spelled_out(headlines: Headlines) -> Iterator[str]:
    """Yield the first entries of a list, each after an empty line, and how many more there are, and where."""
    for number, line in enumerate(headlines.lines, 1):
        yield from ("", line if headlines.aside else f"{number}. {line}")
    rest = headlines.total - len(headlines.lines)
    if rest > 0:
        where = f"见{headlines.kept_in}" if headlines.kept_in else "没有在这里列出"
        yield from ("", f"其余{rest}{headlines.unit}{where}。")


def first_place(outcome: Outcome) -> str:
    """Return the address of the first finding or risk, empty when there is none."""
    return next((finding.cell for finding in outcome.headlines if finding.cell), "")
