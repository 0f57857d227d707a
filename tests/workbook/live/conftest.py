"""The hosts that the conformance suite runs over, and the ledgers that it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings

from rectify_xl.workbook.calc import engine
from rectify_xl.workbook.calc.office import Headless
from tests.office_session import office
from tests.workbook.live.counting import Counted
from tests.workbook.live.hosts import CalcHost, FileHost, Host
from tests.workbook.live.remote_hand import RemoteHost

__all__ = ["office"]


@pytest.fixture(scope="session")
def app(office: Headless) -> xlwings.App:
    """Return the running office as an xlwings app."""
    return engine.app(office.context)


@pytest.fixture
def calc(app: xlwings.App) -> Iterator[Callable[[Path], CalcHost]]:
    """Return a function that opens a ledger in Calc; what it opened is closed afterwards."""
    opened: list[CalcHost] = []

    def start(path: Path) -> CalcHost:
        opened.append(CalcHost(app, path))
        return opened[-1]

    yield start
    for host in opened:
        host.close()


@pytest.fixture
def remote(app: xlwings.App) -> Iterator[Callable[[Path], RemoteHost]]:
    """Return a function that opens a ledger in Calc behind a door; what it opened is closed afterwards."""
    opened: list[RemoteHost] = []

    def start(path: Path) -> RemoteHost:
        opened.append(RemoteHost(app, path))
        return opened[-1]

    yield start
    for host in opened:
        host.close()


@pytest.fixture(params=["file", "calc", "remote"])
def host(request: pytest.FixtureRequest) -> Callable[[Path], Host]:
    """Return a function that opens a ledger in the host under test."""
    if request.param == "file":
        return FileHost
    start: Callable[[Path], Host] = request.getfixturevalue(request.param)
    return start


@pytest.fixture
def counted(office: Headless) -> Iterator[tuple[xlwings.App, list[str]]]:
    """Return the running office behind a counter, and what it was asked."""
    calls: list[str] = []
    app = engine.app(Counted(office.context, calls))
    yield app, calls
    engine.engine().apps.forget(app.impl)
