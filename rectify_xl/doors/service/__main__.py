"""`python -m rectify_xl.doors.service`: the service in the foreground, as autostart and doors start it.

With `--open` the page is opened in the browser instead, by the service that runs or is started now.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rectify_xl.doors.ribbon.resident import OPEN
from rectify_xl.doors.service import running, served_clicks, service_command, state_file
from rectify_xl.errors import RectifyError


def open_page(state_path: Path) -> int:
    """Open the page; return 0 when a browser took it.

    What keeps it from that is shown in a window: a double click on Windows has no terminal.
    """
    try:
        outcome = service_command.act("open", state_path)
    except RectifyError as error:
        served_clicks.warn(str(error))
        return 2
    if not outcome.data["opened"]:
        served_clicks.warn("".join(outcome.summary))
        return 1
    return 0


if __name__ == "__main__":
    if OPEN in sys.argv[1:]:
        sys.exit(open_page(state_file.path()))
    running.serve(state_file.path())
