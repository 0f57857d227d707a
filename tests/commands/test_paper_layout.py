"""The layout that a ledger names lies beside the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.commands import paper_options
from rectify_xl.errors import PaperError


@pytest.mark.parametrize(
    "named", ["/etc/a.toml", "\\\\server\\share\\a.toml#单位", "../a.toml", "C:a.toml", "~/a.toml"]
)
def test_a_layout_elsewhere_is_refused_before_it_is_opened(named: str, tmp_path: Path) -> None:
    """A ledger that came by e-mail cannot make the program open a file of another folder or server."""
    with pytest.raises(PaperError, match="不是台账旁的文件"):
        paper_options._layout_beside(str(tmp_path), named)


def test_a_layout_beside_the_ledger_is_named_from_its_folder(tmp_path: Path) -> None:
    """A name stays a name, and a file is looked for beside the ledger."""
    assert paper_options._layout_beside(str(tmp_path), "省规范") == "省规范"
    assert paper_options._layout_beside(str(tmp_path), "甲.toml#省规范") == f"{tmp_path / '甲.toml'}#省规范"
