"""A set-up gives the licence of all that it carries, in words for its users."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from generate import licences
from generate.installers import bill_of_materials, program_libraries
from generate.installers.supplies import SupplyError

NAMES = licences.needed()


@pytest.mark.parametrize("name", NAMES)
def test_each_library_has_the_text_of_its_licence(name: str) -> None:
    """Its own, or one that we add where its wheel brings none."""
    texts = bill_of_materials.licence_files(metadata.distribution(name))
    assert texts
    assert all(path.stat().st_size > 20 for path in texts)


def test_a_library_without_a_licence_is_no_part_of_a_set_up(tmp_path: Path) -> None:
    """Whoever makes the set-up hears of it."""
    about = tmp_path / "nothing-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: nothing\nVersion: 1.0\n")
    (about / "RECORD").write_text("nothing-1.0.dist-info/METADATA,,\n")
    with pytest.raises(SupplyError, match="nothing carries no licence"):
        bill_of_materials.licence_files(metadata.PathDistribution(about))


def test_the_list_for_users_is_in_chinese() -> None:
    """What the repository says of licences in English is no reading for an office."""
    for name, (english, chinese) in licences.NOTES.items():
        assert name in NAMES
        assert english.isascii()
        assert not chinese.isascii()


def test_what_nothing_loads_goes_at_the_top_too(tmp_path: Path) -> None:
    """A folder of its own, one within a library, and what lies within what goes anyhow."""
    for name in ("pythonwin/pywin", "isapi/test", "PyWin32.chm", "docx/text", "lxml/tests", "rich"):
        (tmp_path / name).mkdir(parents=True)
    names = [path.relative_to(tmp_path).as_posix() for path in program_libraries.needless(tmp_path)]
    assert names == ["PyWin32.chm", "isapi", "isapi/test", "lxml/tests", "pythonwin"]
