"""Let Excel and WPS have the buttons of this folder, or lose them; the set-up shows the user what is written.

Run by the set-up with the Python of the folder: `windows_buttons.py install|remove [--force] ANSWER`. ANSWER gets one
line in UTF-16, which is what the set-up can read whatever the code page; it is empty where all was done.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOSTS = {"excel": "Excel", "wps": "WPS 表格"}
LONGEST = 800
"""Characters: the set-up takes texts of 1,024."""


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line says; return 0 when it is done, 2 when it is not.

    Removing stops at the first that is not done, unless with `--force`; installing goes on, since one of both serves.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("action", choices=("install", "remove"))
    parser.add_argument("--force", action="store_true")
    parser.add_argument("answer", type=Path)
    given = parser.parse_args(words)
    sentences = []
    for host, name in HOSTS.items():
        done = program("addin", given.action, "--host", host)
        if done.returncode:
            what = f"{name} 的按钮没有装上：" if given.action == "install" else ""
            sentences.append(what + "".join(line.strip().removeprefix("错误：") for line in done.stdout.splitlines()))
            if given.action == "remove" and not given.force:
                break
    answer: Path = given.answer
    answer.write_bytes("".join(sentences)[:LONGEST].encode("utf-16-le", "replace"))
    return 2 if sentences else 0


def program(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program that belongs to the running Python."""
    command = [sys.executable, "-P", "-m", "rectify_xl", *words]
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
