"""`python -m rectify_xl.doors.service`: the service in the foreground, as autostart and doors start it."""

from __future__ import annotations

from rectify_xl.doors.service import running, state_file

if __name__ == "__main__":
    running.serve(state_file.path())
