"""`python -m rectify_xl.doors.ribbon COMMAND [VARIANT]`: the click as a process of its own, as the Calc menu starts it.

What LibreOffice takes long for is asked of it first; the program proper is loaded meanwhile.
"""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

from rectify_xl.workbook.calc import connection

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.prefetched_copy import Ahead
    from rectify_xl.workbook.live.active_book import HostName


def main(words: list[str]) -> int:
    """Run one click; return 0 when the user was told the outcome, whatever it was, else 2."""
    if not words:
        print("用法：python -m rectify_xl.doors.ribbon 命令 [下拉项]", file=sys.stderr)  # noqa: T201 - a command line prints
        return 2
    command, variant = words[0], words[1] if len(words) > 1 else ""
    host: HostName = "calc" if os.environ.get(connection.ADDRESS_VARIABLE) else "excel"
    with _started(command, host) or nullcontext() as ahead:
        from rectify_xl.doors.ribbon import clicks

        return clicks.click(command, variant, host, ahead)


def _started(command: str, host: HostName) -> Ahead | None:
    if host == "excel":
        return None
    from rectify_xl.doors.ribbon import prefetch

    return prefetch.prefetch(command)


if __name__ == "__main__":
    message = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a Python without a console has none
            stream.flush()
    # All is told and closed; to take the interpreter and LibreOffice's bridge apart only costs time.
    os._exit(message)
