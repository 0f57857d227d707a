"""Every button of the table, on the ledger of the demo and on those of the two real notices."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlwings

from rectify_xl.commands import demo
from rectify_xl.commands.outcome import Request
from rectify_xl.commands.table import COMMANDS
from rectify_xl.doors.ribbon import clicks
from rectify_xl.doors.ribbon.dialogs import WORKBOOKS, Dialogs
from rectify_xl.system import resources
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.conftest import SEED_000, SEED_002
from tests.doors.ribbon.test_clicks import ELSEWHERE
from tests.test_seeds import import_seed

AS_OF = date(2026, 9, 26)
BUTTONS = [
    (command.id, variant)
    for command in COMMANDS
    if command.button
    for variant in (tuple(each.id for each in command.variants) or ("",))
    if (command.id, variant) not in {*ELSEWHERE, ("import", "returned")}
]
"""All but those that need a mail server, a receipt, or what the level above sent back: other tests have these."""
TYPED = {
    "检查发现": "仍有漏登",
    "延期日期": "2026-12-31",
    "理由": "等上级批复",
    "补充要求": "补齐",
    "反弹的原因": "抽查发现",
}


class Clerk(Dialogs):
    """Answers as a clerk does: types what is wanted, takes what is offered, gives up where that is refused."""

    def __init__(self, app: xlwings.App, folder: Path, source: Path, earlier: Path) -> None:
        super().__init__(app, "calc")
        self._folder = folder
        self._source = source
        self._earlier = earlier
        self.said: list[str] = []
        self.warned: list[str] = []

    def tell(self, text: str) -> None:
        self.said.append(text)

    def warn(self, text: str) -> None:
        self.warned.append(text)

    def ask(self, question: str) -> bool:
        self.said.append(question)
        return "确定吗" in question

    def enter(self, question: str, default: str, complaint: str = "") -> str | None:
        self.said.append(f"{complaint}{question}")
        asked = re.sub(r"^[PM]\d.*\n", "", question)  # the first line names the problems
        return None if complaint else TYPED.get(re.split("[（：，]", asked)[0], default)

    def choose(self, question: str, choices: Sequence[str], default: str) -> str | None:
        self.said.append(f"{question}{choices}")
        return default

    def source(self, filters: str) -> Path | None:
        return self._earlier if filters == WORKBOOKS else self._source

    def sources(self, question: str, filters: str, start: Path | None = None) -> tuple[Path, ...] | None:
        _ = question, filters, start
        return (self._source,)

    def folder(self, question: str, start: Path) -> Path | None:
        _ = question, start
        return self._folder

    def target(self, suggested: Path, filters: str, refusal: Callable[[Path], str] = lambda _: "") -> Path | None:
        _ = filters, refusal
        return self._folder / f"另存{suggested.suffix}"


def demo_ledger(folder: Path) -> Path:
    demo.run(Request(AS_OF, options={"output": str(folder)}))
    return folder / demo.LEDGER


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes the ledger of a name."""

    def of(name: str) -> Path:
        if name == "demo":
            return demo_ledger(tmp_path)
        return import_seed(request.getfixturevalue("seeds"), name, tmp_path).ledger

    return of


@pytest.mark.parametrize("name", ["demo", SEED_000, SEED_002])
def test_every_button_works_on_it(
    name: str, make: Callable[[str], Path], opened: Callable[[Path], xlwings.Book], app: xlwings.App, tmp_path: Path
) -> None:
    """One after the other, unsaved: each says what came out or what is missing; the program itself never fails."""
    source = tmp_path / "示例.txt"
    source.write_bytes(resources.path("samples", "示例通报.txt").read_bytes())
    path = make(name)
    earlier = tmp_path / "上轮.xlsx"
    earlier.write_bytes(path.read_bytes())
    book = opened(path)
    refused = {}
    for command, variant in BUTTONS:
        for other in app.books:
            if other != book:
                other.close()
        book.sheets["问题台账"].activate()
        book.sheets["问题台账"].range("A7").select()
        if command == "repair":
            book.impl.model.store()
        clerk = Clerk(app, tmp_path, source, earlier)
        clicks.press(command, variant, ActiveBook(app, book), clerk, AS_OF)
        assert clerk.said or clerk.warned, (command, variant)
        if clerk.warned:
            refused[command, variant] = clerk.warned
    assert refused.keys() == (set() if name == "demo" else {("collect", "folder"), ("collect", "listed")})
    for sentences in refused.values():
        assert re.search("还没有发出过填报表|没有选交回的表", "".join(sentences))  # a notice names no departments
