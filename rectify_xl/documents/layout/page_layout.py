"""How the page of a notice is laid out; the one source of margins, pitch, fonts, signature and page number.

`NATIONAL` is GB/T 9704—2012. What an office wants otherwise stands in a settings file (`layout_file.py`); both the
shipped template and every rendered notice are made from a `PageLayout`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

WESTERN = "Times New Roman"
SONG, FANGSONG, KAI, HEI, BIAOSONG = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"

PAPER_WIDTH, PAPER_HEIGHT = 210, 297
"""A4 in mm."""

LEVELS = ("标题", "稿别", "一级", "二级", "三级", "四级", "正文")
"""Levels with a font and size of their own; contact, signature and date look like the body."""

SignatureForm = Literal["不盖章", "盖章"]
NumberPlace = Literal["外侧", "居中"]


class PageLayout(NamedTuple):
    """One profile of the official page.

    Margins in mm; `pitch` (line spacing) and `sizes` in points; `characters` per full line of body text. `fonts` and
    `sizes` go by `LEVELS`. `signature_form`: without a seal the date begins two characters to the right of the
    signature, with one the signature stands centred above the date; `signature_right` is the room to the right edge in
    characters. `number_form` is the page number with 1 standing for it, `number_indent` its distance from the edge of
    the type area in characters, `number_below` that of its middle below the type area in mm.
    """

    name: str
    top: float
    bottom: float
    left: float
    right: float
    pitch: float
    characters: int
    fonts: Mapping[str, str]
    sizes: Mapping[str, float]
    signature_form: SignatureForm
    signature_right: float
    number_place: NumberPlace
    number_form: str
    number_font: str
    number_size: float
    number_indent: float
    number_below: float

    @property
    def width(self) -> float:
        """Width of the type area in mm."""
        return PAPER_WIDTH - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the type area in mm."""
        return PAPER_HEIGHT - self.top - self.bottom

    @property
    def lines(self) -> int:
        """Lines that fit a page."""
        return int(twips(self.height) / (20 * self.pitch))

    @property
    def spacing(self) -> int:
        """Character spacing in twips that puts `characters` of the body on a line (−5 in the national layout).

        A document grid would say the same, but LibreOffice spreads the characters of such a grid.
        """
        area = twips(PAPER_WIDTH) - twips(self.left) - twips(self.right)
        return area // self.characters - self.twips_of("正文")

    @property
    def title_characters(self) -> int:
        """Characters of the title that fit a line."""
        return int(twips(self.width) / self.twips_of("标题"))

    @property
    def width_in_characters(self) -> float:
        """Width of the type area in characters of the body as they are without spacing."""
        return twips(self.width) / self.twips_of("正文")

    @property
    def line(self) -> int:
        """The pitch in twips."""
        return round(20 * self.pitch)

    def twips_of(self, level: str) -> int:
        """Return the size of a level in twips, which is the width of one Chinese character."""
        return round(20 * self.sizes[level])

    def half_points(self, level: str) -> int:
        """Return the size of a level as Word counts it."""
        return round(2 * self.sizes[level])

    def every_font(self) -> tuple[str, ...]:
        """Return the Chinese fonts that the page uses, each once."""
        return tuple(dict.fromkeys((*(self.fonts[level] for level in LEVELS), self.number_font)))


def twips(millimetres: float) -> int:
    """Return a length in twips (1/20 point)."""
    return round(millimetres / 25.4 * 1440)


NATIONAL = PageLayout(
    name="国标",
    top=37,
    bottom=35,
    left=28,
    right=26,
    pitch=28.95,
    characters=28,
    fonts={
        "标题": BIAOSONG,
        "稿别": KAI,
        "一级": HEI,
        "二级": KAI,
        "三级": FANGSONG,
        "四级": FANGSONG,
        "正文": FANGSONG,
    },
    sizes={"标题": 22, "稿别": 16, "一级": 16, "二级": 16, "三级": 16, "四级": 16, "正文": 16},
    signature_form="不盖章",
    signature_right=2,
    number_place="外侧",
    number_form="— 1 —",
    number_font=SONG,
    number_size=14,
    number_indent=1,
    number_below=7,
)
"""GB/T 9704—2012: type area 156 × 225 mm, 22 lines of 28 characters; the pitch that fills it is practice."""
