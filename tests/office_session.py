"""One LibreOffice without a window for all tests of a session, with a profile and a pipe of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rectify_xl.errors import BookError
from rectify_xl.workbook.calc.office import Headless


@pytest.fixture(scope="session")
def office() -> Iterator[Headless]:
    """Return the running office, or skip where LibreOffice is not installed."""
    try:
        running = Headless()
    except BookError as error:
        pytest.skip(f"LibreOffice cannot be used here: {error}")
    with running:
        yield running
