"""`python -m rectify_xl.doors.service`: the service in the foreground, as autostart and doors start it.

With `--open` the page is opened in the browser instead, by the service that runs or is started now.
"""

from __future__ import annotations

import sys

from rectify_xl.doors.ribbon.resident import OPEN
from rectify_xl.doors.service import running, service_command, state_file

if __name__ == "__main__":
    if OPEN in sys.argv[1:]:
        service_command.act("open", state_file.path())
    else:
        running.serve(state_file.path())
