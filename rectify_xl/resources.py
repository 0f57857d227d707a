"""Find the files that ship with the program: the blank ledger, the templates, the samples.

In a wheel they lie in `rectify_xl/data`; in a source tree at its top.
"""

from __future__ import annotations

import os

from rectify_xl.errors import RectifyError

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def path(*parts: str) -> str:
    """Return the path of a shipped file or folder, such as `path("templates", "通报.docx")`.

    Raises `RectifyError` when the installation is incomplete.
    """
    for root in (os.path.join(_PACKAGE, "data"), os.path.dirname(_PACKAGE)):
        candidate = os.path.join(root, *parts)
        if os.path.exists(candidate):
            return candidate
    raise RectifyError(f"程序文件不完整，缺少{os.path.join(*parts)}", "请重新安装 rectify_xl")
