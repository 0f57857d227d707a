"""`python -m rectify_xl.ribbon COMMAND [VARIANT]`: the click as a process of its own, as the Calc menu starts it."""

from __future__ import annotations

import os
import sys

from rectify_xl.books.calc.office import ADDRESS_VARIABLE
from rectify_xl.ribbon import door


def main(words: list[str]) -> int:
    """Run one click; return 0 when the user was told the outcome, whatever it was, else 2."""
    if not words:
        print("用法：python -m rectify_xl.ribbon 命令 [下拉项]", file=sys.stderr)  # noqa: T201 - a command line prints
        return 2
    command, variant = words[0], words[1] if len(words) > 1 else ""
    return door.click(command, variant, "calc" if os.environ.get(ADDRESS_VARIABLE) else "excel")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
