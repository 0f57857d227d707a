"""Texts of a ledger as parts of file names: what leads out of a folder is told from what is no path at all."""

from __future__ import annotations

import pytest

from rectify_xl.text import file_names


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("C:\\甲.pdf", True),
        ("d:/甲.pdf", True),
        ("C:甲.pdf", True),
        ("\\\\服务器\\甲.pdf", True),
        ("/home/甲.pdf", True),
        ("../甲.pdf", True),
        ("佐证/../../甲.pdf", True),
        ("https://example.org/甲.pdf", True),
        ("佐证/P001/甲.pdf", False),
        ("县府发〔2025〕3号", False),
        ("会议纪要：第3期", False),
        ("甲..乙.pdf", False),
    ],
)
def test_a_path_that_leads_away_is_told_from_a_number(text: str, away: bool) -> None:  # noqa: FBT001 - a table of cases
    """Drives, shares, roots, addresses and steps upwards lead away; a 文号 is merely no path."""
    assert file_names.leads_away(text) is away


@pytest.mark.parametrize("text", ["长" * 300, "a" * 300, "长" * 300 + ".docx", "😀" * 90])
def test_a_name_leaves_room_for_the_words_around_it(text: str) -> None:
    """A department of 300 letters still makes 12_周调度表_…_2026-11-20.docx, which is no longer than 255 bytes."""
    name = file_names.safe(text)
    assert len(f"12_周调度表_{name}_2026-11-20.docx".encode()) <= 255
    assert name.endswith(".docx") is text.endswith(".docx")
    assert name.startswith(text[:40])


def test_no_two_files_have_one_name_on_any_system() -> None:
    """Capitals make no other file; the number stands before the ending, and what is taken is noted."""
    used: set[str] = set()
    names = [file_names.unused_name(stem, used, ".eml") for stem in ("Ab", "aB", "甲", "AB")]
    assert names == ["Ab.eml", "aB_2.eml", "甲.eml", "AB_3.eml"]
    assert used == {"ab.eml", "ab_2.eml", "甲.eml", "ab_3.eml"}


def test_a_name_leaves_room_in_a_file_name() -> None:
    """It is cut, ends with no dot or blank, and is never empty."""
    assert file_names.of_whom("镇" * 39 + " 乡") == "镇" * 39
    assert file_names.of_whom(" . ") == "未命名"
