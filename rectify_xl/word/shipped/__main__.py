"""Make every template that we ship: `python -m rectify_xl.word.shipped [FOLDER]`, by default into `templates`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rectify_xl.word.shipped import (
    check_sheet,
    closure_form,
    frame,
    letters,
    monthly,
    proof_paper,
    report,
    weekly,
)

BUILDERS: dict[str, Callable[[], bytes]] = {
    "通报": frame.build,
    "整改情况报告": report.build,
    "周调度表": weekly.build,
    "月通报": monthly.build,
    **{word: partial(letters.build, word) for word in letters.WORDINGS},
    "销号审批表": closure_form.build,
    "回头看检查单": check_sheet.build,
    "核稿意见": proof_paper.build,
}
"""What makes each template, by the name of its file."""


def main(folder: Path) -> None:
    """Write all templates into a folder."""
    for name, build in BUILDERS.items():
        (folder / f"{name}.docx").write_bytes(build())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "templates"))
