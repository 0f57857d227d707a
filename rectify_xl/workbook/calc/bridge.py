"""Find LibreOffice's Python bridge (`uno`) and the program that it belongs to.

The bridge is no package of an index: it comes with LibreOffice, outside the virtual environment. It is loaded by its
path, so that nothing else of the system's Python becomes importable.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rectify_xl.errors import BookError
from rectify_xl.system import office_program

_BRIDGES = ("/usr/lib/python3/dist-packages", "/usr/lib64/python3*/site-packages", "/usr/lib/python3*/site-packages")
_LOADING = threading.RLock()
_INSTALL = "请安装 LibreOffice 7.4 或更新版本（Debian、Ubuntu、统信、麒麟还要安装 python3-uno）"


def load() -> Any:
    """Return the module `uno`; threads wait for one another while it is loaded.

    Raises `BookError` when LibreOffice or its bridge is not installed, or belongs to another Python.
    """
    with _LOADING:
        return _loaded()


def _loaded() -> Any:
    if "uno" in sys.modules:
        return sys.modules["uno"]
    folders = [folder for folder in _folders() if (folder / "uno.py").is_file()]
    if not folders:
        raise BookError("找不到 LibreOffice 的 Python 接口（uno）", _INSTALL)
    for folder in folders:
        module = _load(folder)
        if module is not None:
            return module
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise BookError(
        f"LibreOffice 的 Python 接口（{folders[0]}）与正在运行的 Python {running} 不匹配",
        "请用 LibreOffice 自带的 Python，或系统的 Python 安装本工具",
    )


def executable() -> Path:
    """Return the program that starts LibreOffice; raises `BookError` where there is none."""
    program = office_program.executable()
    if program is None:
        raise BookError("没有安装 LibreOffice", _INSTALL)
    return program


def _load(folder: Path) -> Any:
    """Import `uno` from a folder; return None when it was built for another Python."""
    program = next(
        (
            candidate
            for candidate in office_program.programs()
            if list(candidate.glob("pyuno.*")) or list(candidate.glob("libpyuno.*"))
        ),
        folder,
    )
    if str(program) not in sys.path:
        sys.path.append(str(program))
    os.environ.setdefault("URE_BOOTSTRAP", f"vnd.sun.star.pathname:{program / 'fundamentalrc'}")
    spec = importlib.util.spec_from_file_location("uno", folder / "uno.py")
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules["uno"] = module
    try:
        spec.loader.exec_module(module)
    except ImportError:
        del sys.modules["uno"]
        return None
    return module


def _folders() -> Iterator[Path]:
    yield from office_program.programs()
    yield from office_program.expanded(_BRIDGES)
