"""The text in `macros/` is what the command table makes, and VBA that no code page can damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.doors.addin import macro_sources

MACROS = Path(__file__).resolve().parents[3] / "macros"


@pytest.mark.parametrize("name", macro_sources.texts())
def test_committed_text_is_what_the_table_makes(name: str) -> None:
    """After a change of the command table, `make macros` writes these files anew."""
    assert (MACROS / name).read_text(encoding="utf-8") == macro_sources.texts()[name]


def test_vba_is_ascii() -> None:
    """VBA source is bound to a code page; ASCII means the same in all of them."""
    assert macro_sources.texts()[macro_sources.CALLBACKS].isascii()


VBA_LONGEST_LINE = 1023
"""[MS-VBAL] 3.2.1: what the editor of Excel takes for one line."""


def test_a_callback_has_at_most_five_lines() -> None:
    """What a button does is in Python; VBA only passes it on, once it is sure that a workbook can be reached."""
    lines = macro_sources.texts()[macro_sources.CALLBACKS].splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("Public Sub")]
    lengths = [lines[start:].index("End Sub") + 1 for start in starts]
    assert lengths == [3, 3]
    assert max(map(len, lines)) < VBA_LONGEST_LINE


def test_write_makes_the_same_files(tmp_path: Path) -> None:
    """The generator writes exactly the files that are kept, but for those written by hand."""
    macro_sources.write(tmp_path)
    by_hand = {"README.md", "wps/index.html", "wps/manifest.xml", "wps/js/door.js", "wps/js/start.js"}
    by_hand |= {
        "page/index.html",
        "page/page.css",
        *(f"page/{name}.js" for name in ("menu", "dialog", "picker", "page")),
    }
    assert contents(tmp_path) == {name: data for name, data in contents(MACROS).items() if name not in by_hand}


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
