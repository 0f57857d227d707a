"""Connect to a running LibreOffice, or start one without a window.

An address is what UNO calls a connection, such as `pipe,name=rectify_xl` or `socket,host=127.0.0.1,port=2002`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rectify_xl.books.calc import bridge
from rectify_xl.errors import BookError

ADDRESS_VARIABLE = "RECTIFY_XL_OFFICE"
"""Environment variable with the address of the office in which the button was clicked."""
DEFAULT_ADDRESS = "pipe,name=rectify_xl"
START_SECONDS = 60
STOP_SECONDS = 15


def connect(address: str, *, seconds: float = 0) -> Any:
    """Return the component context of the office that listens at `address`.

    Tries again for `seconds` while the office is starting. Raises `BookError` when nobody answers.
    """
    uno = bridge.load()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    unreachable = uno.getClass("com.sun.star.connection.NoConnectException")
    deadline = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except unreachable as error:
            if time.monotonic() >= deadline:
                raise BookError(
                    f"连不上 LibreOffice（{address}）", "请先在 LibreOffice 中打开台账，再点“巡察整改”菜单里的按钮"
                ) from error
            time.sleep(0.1)


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
