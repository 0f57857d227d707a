"""A Chinese font is found where each system keeps it; without one the user is told what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.ttCollection import TTCollection

from rectify_xl.documents.pdf import embedded_fonts
from rectify_xl.errors import RectifyError
from rectify_xl.system import fonts


def font(name: str, letters: str = embedded_fonts.PROBE) -> TTFont:
    """Return a small font whose characters are all blank."""
    names = {ord(letter): f"u{ord(letter):04X}" for letter in letters}
    glyphs = [".notdef", *dict.fromkeys(names.values())]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap(names)
    builder.setupGlyf({each: Glyph() for each in glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name})
    builder.setupOS2()
    builder.setupPost()
    return builder.font


def test_the_clearest_font_is_taken(tmp_path: Path) -> None:
    """黑体 is read from farther than 宋体; names of files are not case sensitive."""
    font("SimSun").save(tmp_path / "simsun.ttf")
    assert embedded_fonts.choose([tmp_path]).regular.path.name == "simsun.ttf"
    font("SimHei").save(tmp_path / "SIMHEI.TTF")
    found = embedded_fonts.choose([tmp_path / "missing", tmp_path])
    assert (found.regular.path.name, found.bold) == ("SIMHEI.TTF", None)


def test_a_collection_gives_its_mainland_face(tmp_path: Path) -> None:
    """The Japanese face, which comes first, would draw some characters otherwise."""
    collection = TTCollection()
    collection.fonts = [font("Noto Sans CJK JP"), font("Noto Sans CJK SC")]
    collection.save(tmp_path / "NotoSansCJK-Regular.ttc")
    assert embedded_fonts.choose([tmp_path]).regular.number == 1


def test_broken_and_poor_fonts_are_passed_over(tmp_path: Path) -> None:
    """A file that is no font, and a font without our symbols, do no harm."""
    (tmp_path / "msyh.ttc").write_bytes(b"nothing")
    font("SimHei", "挂图").save(tmp_path / "simhei.ttf")
    font("SimSun").save(tmp_path / "simsun.ttf")
    assert embedded_fonts.choose([tmp_path]).regular.path.name == "simsun.ttf"


def test_no_font(tmp_path: Path) -> None:
    """The message names fonts to install, and the way without any."""
    with pytest.raises(RectifyError, match=r"没有找到可以嵌入 PDF 的中文字体。.*改用 -o 挂图\.xlsx"):
        embedded_fonts.choose([tmp_path])


def test_folders_of_each_system() -> None:
    """Fonts of the computer and those that a user installed without an administrator."""
    home = Path("/home/甲")
    windows = fonts.folders("Windows", home, {"SystemRoot": "C:/W", "LOCALAPPDATA": "C:/L"})
    assert windows == (Path("C:/W/Fonts"), Path("C:/L/Microsoft/Windows/Fonts"))
    assert home / "Library" / "Fonts" in fonts.folders("Darwin", home, {})
    assert Path("/usr/share/fonts") in fonts.folders("Linux", home, {})
