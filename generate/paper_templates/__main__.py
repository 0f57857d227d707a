"""Make every template that we ship: `python -m generate.paper_templates [FOLDER]`, by default into `templates`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from generate.paper_templates import (
    brief_template,
    closure_form_template,
    letter_templates,
    monthly_template,
    notice_template,
    proof_paper_template,
    report_template,
    reporting_form_template,
    return_letter_template,
    signing_sheet_template,
    visit_sheet_template,
    weekly_template,
)
from rectify_xl.papers import (
    brief_fields,
    closure_form_fields,
    monthly_fields,
    notice_fields,
    proof_fields,
    report_fields,
    reporting_form_fields,
    return_letter_fields,
    signing_sheet_fields,
    visit_sheet_fields,
    weekly_fields,
)
from rectify_xl.system import archive

BUILDERS: dict[str, Callable[[], bytes]] = {
    notice_fields.NAME: notice_template.build,
    report_fields.NAME: report_template.build,
    reporting_form_fields.NAME: reporting_form_template.build,
    brief_fields.NAME: brief_template.build,
    weekly_fields.NAME: weekly_template.build,
    monthly_fields.NAME: monthly_template.build,
    **{word: partial(letter_templates.build, word) for word in letter_templates.WORDINGS},
    return_letter_fields.NAME: return_letter_template.build,
    closure_form_fields.NAME: closure_form_template.build,
    signing_sheet_fields.NAME: signing_sheet_template.build,
    visit_sheet_fields.NAME: visit_sheet_template.build,
    proof_fields.NAME: proof_paper_template.build,
}
"""What makes each template, by the name of its file."""


def main(folder: Path) -> None:
    """Write all templates into a folder; the same content gives the same bytes."""
    for name, build in BUILDERS.items():
        (folder / f"{name}.docx").write_bytes(archive.pack(archive.unpack(build())))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "templates"))
