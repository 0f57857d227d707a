"""Start a LibreOffice without a window, and end it."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rectify_xl.workbook.calc import bridge
from rectify_xl.workbook.calc.connection import connect

START_SECONDS = 60
STOP_SECONDS = 15


class Headless:
    """A LibreOffice without a window, with a profile of its own, so that it never meets the user's.

    Use it in a `with` statement; `context` is its component context, `address` where it listens.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="rectify_xl_office_", ignore_cleanup_errors=True)
        self.address = f"pipe,name=rectify_xl_{uuid.uuid4().hex}"
        self._process = subprocess.Popen(  # noqa: S603 - the program was found by us, no shell is involved
            (
                str(bridge.executable()),
                "--headless",
                "--invisible",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--nolockcheck",
                f"--accept={self.address};urp;",
                f"-env:UserInstallation={Path(self._folder.name).resolve().as_uri()}",
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.context: Any = connect(self.address, seconds=START_SECONDS)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the office, with force when it does not want to, and take its profile away."""
        if hasattr(self, "context"):
            uno = bridge.load()
            manager = self.context.ServiceManager
            try:
                manager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context).terminate()
            except uno.getClass("com.sun.star.uno.Exception"):
                self._signal(signal.SIGTERM)  # it ended while answering, or does not answer
        else:
            self._signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
            self._process.wait()
        self._folder.cleanup()

    def _signal(self, number: int) -> None:
        """Signal the office, which runs below the program that was started."""
        try:
            if os.name == "posix":
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)
        except ProcessLookupError:
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
