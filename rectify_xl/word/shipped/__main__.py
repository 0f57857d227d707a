"""Make every template that we ship: `python -m rectify_xl.word.shipped [FOLDER]`, by default into `templates`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rectify_xl.papers import (
    check_sheet_fields,
    closure_form_fields,
    monthly_fields,
    notice_fields,
    proof_fields,
    report_fields,
    weekly_fields,
)
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
    notice_fields.NAME: frame.build,
    report_fields.NAME: report.build,
    weekly_fields.NAME: weekly.build,
    monthly_fields.NAME: monthly.build,
    **{word: partial(letters.build, word) for word in letters.WORDINGS},
    closure_form_fields.NAME: closure_form.build,
    check_sheet_fields.NAME: check_sheet.build,
    proof_fields.NAME: proof_paper.build,
}
"""What makes each template, by the name of its file."""


def main(folder: Path) -> None:
    """Write all templates into a folder."""
    for name, build in BUILDERS.items():
        (folder / f"{name}.docx").write_bytes(build())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "templates"))
