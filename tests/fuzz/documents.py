"""Damage notices and templates by seed, read them, and count what became of them.

python -m tests.fuzz.documents --count 3000 --seed 7
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import explain_damage, invoke
from rectify_xl.commands.table import find
from rectify_xl.documents.make_notice import Format, content
from rectify_xl.intake.imported_rows import over_blank
from rectify_xl.intake.notice_rows import rows_of_notice
from rectify_xl.notice.model import ComposedNotice, Paragraph
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import read
from tests.fuzz import damage, sources
from tests.fuzz.tally import Tally

DAY = date(2026, 9, 28)
NOTICE = ComposedNotice(
    "甲", (Paragraph("title", "", "甲"), Paragraph("h1", "一、", "乙", body="丙。"), Paragraph("body", "", "丁。"))
)


class Kind(NamedTuple):
    """A kind of file: how its name ends, a sound one, how it is damaged, and what is done with it."""

    suffix: str
    sound: Callable[[], bytes]
    damaged: Callable[[Random, bytes], bytes]
    use: Callable[[Path], object]


def imported(path: Path) -> None:
    """Read a notice as `import` does, up to the rows of the ledger."""
    over_blank(rows_of_notice(parse(read(path).lines)))


def proofed(path: Path) -> None:
    """Proof-read a notice; a rule that fails is a fault of the program."""
    outcome = _run("proof", Request(DAY, source=str(path)))
    findings = outcome.data["findings"]
    faults = [each["message"] for each in findings if each["code"] == "PR902"] if isinstance(findings, list) else []
    if faults:
        raise AssertionError(str(faults[0]))


def checked(path: Path) -> None:
    """Check a template, then make a notice from it: what the check lets pass must do."""
    request = Request(DAY, source="check", items=(str(path),), options={"for": "通报"})
    passed = _run("template", request).data["errors"] == 0
    forms: dict[str, Format] = {".docx": "docx", ".html": "html", ".txt": "txt"}
    if passed:
        try:
            content(NOTICE, f"a{path.suffix}", format=forms[path.suffix], template=path)
        except Exception as error:
            told = explain_damage(request._replace(options={"template": str(path)}), error)
            raise (told or error) from error


def _run(name: str, request: Request) -> Outcome:
    command = find(name)
    if command is None:
        raise LookupError(name)
    return invoke(command, request)


KINDS: dict[str, Kind] = {
    "docx import": Kind(".docx", sources.word, damage.packed, imported),
    "docx proof": Kind(".docx", sources.word, damage.packed, proofed),
    "html import": Kind(".html", sources.web, damage.text, imported),
    "html proof": Kind(".html", sources.web, damage.text, proofed),
    "txt import": Kind(".txt", sources.text, damage.text, imported),
    "txt proof": Kind(".txt", sources.text, damage.text, proofed),
    "mht import": Kind(".mht", sources.single_file, damage.text, imported),
    "docx template": Kind(".docx", sources.small_template, damage.packed, checked),
    "notice template": Kind(".docx", lambda: sources.template("通报.docx"), damage.packed, checked),
    "html template": Kind(".html", lambda: sources.template("通报.html"), damage.text, checked),
    "txt template": Kind(".txt", lambda: sources.template("通报.txt"), damage.text, checked),
}


def case(kind: str, number: int, seed: int) -> bytes:
    """Return one damaged file; the same one for the same numbers."""
    chosen = KINDS[kind]
    return chosen.damaged(Random(f"{seed} {kind} {number}"), chosen.sound())  # noqa: S311 - no secret


def run(seed: int, count: int, budget_seconds: float) -> Tally:
    """Try `count` damaged files, the kinds in turn, as long as the budget lasts; return what became of them."""
    tally = Tally()
    until = time.monotonic() + budget_seconds
    names = list(KINDS)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            if time.monotonic() > until:
                break
            name = names[number % len(names)]
            path = Path(folder, f"a{KINDS[name].suffix}")
            path.write_bytes(case(name, number, seed))
            tally.attempt(name, number, lambda path=path, name=name: KINDS[name].use(path))  # type: ignore[misc]
    return tally


def main() -> None:
    """Print the table of a run."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=3000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--budget", type=float, default=3600, help="seconds after which no further file is tried")
    given = asked.parse_args()
    print(run(given.seed, given.count, given.budget).table())  # noqa: T201 - a command line prints


if __name__ == "__main__":
    main()
