"""A door for tests: it fulfils the wishes of the service in a workbook that is open in Calc."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import xlwings

from rectify_xl.doors.service.exchange import DONE, WAIT, ClickExchange, Reply
from rectify_xl.doors.service.remote_book import EPOCH, RemoteApp
from rectify_xl.workbook.live.live_host import LiveBook
from tests.workbook.live.hosts import FIXED, CalcHost


class CalcHand:
    """The hand: each wish is a method of the same name."""

    def __init__(self, book: xlwings.Book) -> None:
        self.book = book
        self.dialogs: list[str] = []
        self.answers: dict[str, object] = {}
        self.wishes: list[str] = []

    def facts(self) -> dict[str, Any]:
        """Return what a door tells of the workbook in front."""
        api = self.book.api
        selection = self.book.app.impl.selection
        return {
            "name": self.book.name,
            "fullName": self.book.fullname,
            "saved": bool(api.Saved),
            "readOnly": bool(api.ReadOnly),
            "active": self.book.sheets.active.name,
            "selection": str(selection.address).split(",") if selection is not None else [],
        }

    def fulfil(self, wish: Mapping[str, Any]) -> Reply:
        """Do what is wanted; what the spreadsheet refuses is told as such."""
        self.wishes.append(str(wish["op"]))
        work: Callable[[Mapping[str, Any]], Any] = getattr(self, f"_{wish['op']}")
        try:
            return Reply(work(wish))
        except Exception as error:  # noqa: BLE001 - UNO has many
            return Reply(error=f"{type(error).__name__}: {error}")

    def _cells(self, wish: Mapping[str, Any]) -> xlwings.Range:
        return self.book.sheets[wish["sheet"]].range(wish["area"])

    def _sheets(self, _wish: Mapping[str, Any]) -> list[str]:
        return [sheet.name for sheet in self.book.sheets]

    def _sheet(self, wish: Mapping[str, Any]) -> dict[str, Any] | None:
        names = [sheet.name for sheet in self.book.sheets]
        if wish["sheet"] not in names:
            return None
        return {"name": wish["sheet"], "protected": bool(self.book.sheets[wish["sheet"]].api.ProtectContents)}

    def _copy(self, wish: Mapping[str, Any]) -> None:
        self.book.api.SaveCopyAs(wish["path"])

    def _fill(self, wish: Mapping[str, Any]) -> None:
        rows = [list(row) for row in wish["values"]]
        for down, across in wish["days"]:
            rows[down][across] = EPOCH + timedelta(days=rows[down][across])
        values = [[None if value == "" else value for value in row] for row in rows]
        self._cells(wish).options(chunksize=None).value = values

    def _unlink(self, wish: Mapping[str, Any]) -> None:
        self._cells(wish).api.ClearHyperlinks()

    def _resize(self, wish: Mapping[str, Any]) -> None:
        sheet = self.book.sheets[wish["sheet"]]
        sheet.tables[wish["table"]].resize(sheet.range(wish["area"]))

    def _hide(self, wish: Mapping[str, Any]) -> None:
        self._cells(wish).rows.hidden = wish["hidden"]

    def _merge(self, wish: Mapping[str, Any]) -> None:
        self._cells(wish).merge()

    def _unmerge(self, wish: Mapping[str, Any]) -> None:
        self._cells(wish).unmerge()

    def _activate(self, wish: Mapping[str, Any]) -> None:
        self.book.sheets[wish["sheet"]].activate()

    def _select(self, wish: Mapping[str, Any]) -> None:
        self._cells(wish).select()

    def _status(self, wish: Mapping[str, Any]) -> None:
        self.dialogs.append(f"状态：{wish['text']}")

    def _alert(self, wish: Mapping[str, Any]) -> str:
        self.dialogs.append(str(wish["text"]))
        return str(self.answers.get("alert", "ok"))

    def _input(self, wish: Mapping[str, Any]) -> object:
        self.dialogs.append(str(wish["prompt"]))
        return next((answer for part, answer in self.answers.items() if part in wish["prompt"]), wish["default"])

    def _open(self, wish: Mapping[str, Any]) -> dict[str, Any]:
        self.book = self.book.app.books.open(wish["path"])
        return self.facts()

    def _close(self, _wish: Mapping[str, Any]) -> None:
        self.book.close()


class RemoteHost(CalcHost):
    """The ledger open in Calc, behind a door."""

    def __init__(self, app: xlwings.App, path: Path) -> None:
        super().__init__(app, path)
        self.exchange = ClickExchange()
        self.hand = CalcHand(self.xl)
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def book(self) -> LiveBook:
        remote = RemoteApp(self.exchange, self.hand.facts()).book
        assert remote is not None
        return LiveBook(remote, label="试", now=lambda: FIXED)  # type: ignore[arg-type]  # it stands for an xlwings book

    def close(self) -> None:
        """Let the hand rest and close the workbook."""
        self.exchange.finish()
        self._thread.join()
        super().close()

    def _work(self) -> None:
        while True:
            wish = self.exchange.next_wish(1)
            if wish.operation == DONE:
                return
            if wish.operation != WAIT:
                self.exchange.answer(wish.number, self.hand.fulfil(wish.data))
