"""Connect to a running LibreOffice.

An address is what UNO calls a connection, such as `pipe,name=rectify_xl` or `socket,host=127.0.0.1,port=2002`. A click
waits for this module, so it imports next to nothing.
"""

from __future__ import annotations

import time
from typing import Any

from rectify_xl.errors import BookError
from rectify_xl.workbook.calc import bridge

ADDRESS_VARIABLE = "RECTIFY_XL_OFFICE"
"""Environment variable with the address of the office in which the button was clicked."""
DOCUMENT_VARIABLE = "RECTIFY_XL_DOCUMENT"
"""Environment variable with LibreOffice's identifier of the document in whose window the menu was used."""
DEFAULT_ADDRESS = "pipe,name=rectify_xl"
TRIES = 5
"""A busy office now and then drops a connection while it is being made; so often in a row, it has ended."""


def connect(address: str, *, seconds: float = 0) -> Any:
    """Return the component context of the office that listens at `address`.

    Tries again for `seconds` while the office is starting. Raises `BookError` when nobody answers.
    """
    uno = bridge.load()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    unreachable = uno.getClass("com.sun.star.connection.NoConnectException")
    dropped = uno.getClass("com.sun.star.lang.DisposedException")
    deadline = time.monotonic() + seconds
    tries = 0
    while True:
        try:
            return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except unreachable as error:
            if time.monotonic() >= deadline:
                raise BookError(
                    f"连不上 LibreOffice（{address}）", "请先在 LibreOffice 中打开台账，再点“巡察整改”菜单里的按钮"
                ) from error
            time.sleep(0.1)
        except dropped as error:
            tries += 1
            if tries == TRIES:
                raise BookError(
                    f"LibreOffice 断开了连接（{address}）", "请保存台账，关闭 LibreOffice 再打开，再点一次"
                ) from error
