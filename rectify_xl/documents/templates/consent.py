"""Whether this office uses a template that lies beside a ledger: asked once, and remembered outside the ledger.

A ledger comes by mail, and a folder 模板 with it. What is remembered is the content, not the place: a template that was
changed, or comes from somebody else, is asked for anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from rectify_xl.errors import PaperError
from rectify_xl.system import files
from rectify_xl.system.digests import file_sha256
from rectify_xl.text import json_text

FILE = Path.home() / ".rectify_xl" / "用不用台账旁的模板.json"


def given(template: Path) -> bool | None:
    """Tell whether the office uses this template; None where nobody was asked."""
    answers = _answers()
    return answers.get(_digest(template)) if answers else None


def give(templates: Iterable[Path], answer: bool) -> None:  # noqa: FBT001 - yes or no is what there is to say
    """Remember whether the office uses these templates; raises `PaperError` where that cannot be remembered."""
    answers = {**_answers(), **{_digest(template): answer for template in templates}}
    try:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        files.write(FILE, json.dumps(answers, indent=1).encode(), aside=True)
    except OSError as error:
        raise PaperError(
            f"没有记下（{files.reason(error)}）",
            f"请检查文件夹“{FILE.parent}”能否写入；这一次可以用 --template 指定模板",
        ) from error


def _answers() -> dict[str, bool]:
    with suppress(OSError, ValueError, RecursionError):
        answers = json_text.parsed(FILE.read_text(encoding="utf-8"))
        if isinstance(answers, dict):
            return {str(name): answer for name, answer in answers.items() if isinstance(answer, bool)}
    return {}


def _digest(template: Path) -> str:
    try:
        return file_sha256(template)
    except OSError as error:
        raise PaperError(f"模板{template.name}读不出（{files.reason(error)}）", "请核对模板的位置和权限") from error
