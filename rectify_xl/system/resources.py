"""Find the files that ship with the program: the blank ledger, the templates, the samples.

In a wheel they lie in `rectify_xl/data`; in a source tree at its top.
"""

from __future__ import annotations

from pathlib import Path

from rectify_xl.errors import RectifyError

_PACKAGE = Path(__file__).resolve().parents[1]


def path(*parts: str) -> Path:
    """Return the path of a shipped file or folder, such as `path("templates", "通报.docx")`.

    Raises `RectifyError` when the installation is incomplete.
    """
    for root in (_PACKAGE / "data", _PACKAGE.parent):
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    raise RectifyError(f"程序文件不完整，缺少{'/'.join(parts)}", "请重新安装 rectify_xl")
