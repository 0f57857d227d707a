"""The official format (GB/T 9704) as Word styles: one for each level of a notice."""

from __future__ import annotations

from typing import NamedTuple

from rectify_xl.documents.layout.page_layout import BIAOSONG, FANGSONG, HEI, KAI, NATIONAL, SONG, WESTERN, PageLayout

STAND_INS = {FANGSONG: "仿宋", KAI: "楷体", BIAOSONG: "华文中宋", HEI: "SimHei", SONG: "SimSun"}
"""What Word takes where a font is not installed."""

RUN_ON = "NoticeRunOn"
"""Character style of the text that follows a heading in the same paragraph."""


BODY_ALIGN = "left"
"""Left, not justified: LibreOffice 7.4 leaves out punctuation that hangs at the end of a justified line."""


class ParagraphStyle(NamedTuple):
    """How one level looks. `size` is in half points, `indent` in characters, the other measures in twips."""

    level: str
    style: str
    name: str
    font: str
    size: int
    align: str = BODY_ALIGN
    indent: int = 0
    outline: int | None = None
    keep: bool = False
    before: int = 0
    after: int = 0
    right: int = 0


def paragraph_styles(layout: PageLayout) -> tuple[ParagraphStyle, ...]:
    """Return the levels of a notice, the most frequent first: the template asks for them in this order."""

    def style(level: str, style: str, name: str, like: str = "", **rules: object) -> ParagraphStyle:
        like = like or level
        return ParagraphStyle(level, style, name, layout.fonts[like], layout.half_points(like), **rules)  # type: ignore[arg-type]

    edge = round(layout.signature_right * layout.twips_of("正文"))
    return (
        style("正文", "NoticeBody", "通报正文", indent=2),
        style("四级", "Heading4", "heading 4", indent=2, outline=3, keep=True),
        style("三级", "Heading3", "heading 3", indent=2, outline=2, keep=True),
        style("二级", "Heading2", "heading 2", indent=2, outline=1, keep=True),
        style("一级", "Heading1", "heading 1", indent=2, outline=0, keep=True),
        style("监督渠道", "NoticeContact", "通报监督渠道", "正文", indent=2, keep=True),
        style("标题", "Title", "Title", align="center", keep=True),
        style("稿别", "NoticeEdition", "通报稿别", align="center", keep=True, after=layout.line),
        style("落款", "NoticeSignature", "通报落款", "正文", align="right", keep=True, before=layout.line, right=edge),
        style("日期", "NoticeDate", "通报日期", "正文", align="right", right=edge),
    )


def tag(name: str, /, *children: str, **attributes: object) -> str:
    """Return one WordprocessingML element as text; an attribute that is None is left out."""
    listed = "".join(f' w:{key}="{value}"' for key, value in attributes.items() if value is not None)
    return f"<w:{name}{listed}>{''.join(children)}</w:{name}>" if children else f"<w:{name}{listed}/>"


def fonts(font: str, western: str = WESTERN) -> str:
    """Return the fonts of a run; the hint gives quotation marks and dashes their Chinese width."""
    return tag("rFonts", hint="eastAsia", ascii=western, hAnsi=western, eastAsia=font, cs=western)


def size(half_points: int) -> str:
    """Return the font size of a run."""
    return tag("sz", val=half_points) + tag("szCs", val=half_points)


def definitions(layout: PageLayout = NATIONAL) -> list[str]:
    """Return the contents of the styles part: docDefaults and every style."""
    language = tag("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    body = fonts(layout.fonts["正文"])
    tight = tag("spacing", val=layout.spacing)
    run_defaults = tag("rPrDefault", tag("rPr", body, tight, size(layout.half_points("正文")), language))
    return [
        tag("docDefaults", run_defaults, tag("pPrDefault")),
        _named(
            "Normal",
            "Normal",
            tag("qFormat"),
            tag(
                "pPr",
                tag("widowControl", val=0),
                tag("autoSpaceDE", val=0),
                tag("autoSpaceDN", val=0),
                tag("spacing", before=0, after=0, line=layout.line, lineRule="exact"),
                tag("jc", val=BODY_ALIGN),
            ),
            default=1,
        ),
        _named(
            "DefaultParagraphFont",
            "Default Paragraph Font",
            tag("uiPriority", val=1),
            tag("semiHidden"),
            kind="character",
            default=1,
        ),
        _named(
            RUN_ON,
            "通报续文",
            tag("basedOn", val="DefaultParagraphFont"),
            tag("qFormat"),
            tag("rPr", body),
            kind="character",
            customStyle=1,
        ),
        _named(
            "Footer",
            "footer",
            tag("basedOn", val="Normal"),
            tag("pPr", tag("snapToGrid", val=0), tag("spacing", line=240, lineRule="auto")),
            tag(
                "rPr",
                fonts(layout.number_font, layout.number_font),
                tag("spacing", val=0),
                size(round(2 * layout.number_size)),
            ),
        ),
        *map(_style, paragraph_styles(layout)),
    ]


def _style(paragraph_style: ParagraphStyle) -> str:
    indent: dict[str, object] = {"right": paragraph_style.right} if paragraph_style.right else {}
    if paragraph_style.indent:
        indent |= {
            "firstLineChars": 100 * paragraph_style.indent,
            "firstLine": 10 * paragraph_style.size * paragraph_style.indent,
        }
    paragraph = tag(
        "pPr",
        tag("keepNext") if paragraph_style.keep else "",
        tag("spacing", before=paragraph_style.before, after=paragraph_style.after),
        tag("ind", **indent) if indent else "",
        tag("jc", val=paragraph_style.align),
        "" if paragraph_style.outline is None else tag("outlineLvl", val=paragraph_style.outline),
    )
    following = tag("basedOn", val="Normal") + tag("next", val="NoticeBody") + tag("qFormat")
    return _named(
        paragraph_style.style,
        paragraph_style.name,
        following,
        paragraph,
        tag("rPr", fonts(paragraph_style.font), size(paragraph_style.size)),
        customStyle=1 if paragraph_style.style.startswith("Notice") else None,
    )


def _named(style: str, name: str, /, *children: str, kind: str = "paragraph", **attributes: object) -> str:
    return tag("style", tag("name", val=name), *children, type=kind, **attributes, styleId=style)
