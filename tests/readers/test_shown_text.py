"""Of a Word document is read what Word shows; what it hides, and what cannot be read, is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.errors import NoticeError
from rectify_xl.readers.read_source import Source, read
from tests.documents.packed import W, document, p, put, run, unzipped, zipped

HIDDEN = "<w:vanish/>"


def source(tmp_path: Path, data: bytes, name: str = "通报.docx") -> Source:
    return read(put(tmp_path / name, data))


def shown(tmp_path: Path, body: str, **parts: str) -> list[str]:
    return [line.text for line in source(tmp_path, document(body, parts)).lines if line.text]


def style(name: str, inside: str, *, kind: str = "paragraph", default: bool = False) -> str:
    chosen = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"{chosen}>{inside}</w:style>'


BASED = '<w:basedOn w:val="暗"/>'
STYLES = (
    style("暗", "<w:rPr><w:vanish/></w:rPr>")
    + style("暗子", BASED)
    + style("明孙", f"{BASED}<w:rPr><w:vanish w:val='0'/></w:rPr>")
    + style("字暗", "<w:rPr><w:vanish/></w:rPr>", kind="character")
)


@pytest.mark.parametrize(
    ("paragraph", "left"),
    [
        (p("甲", run("乙", HIDDEN), "丙"), ["甲丙"]),
        (p("甲", run("乙", "<w:vanish w:val='0'/>"), run("丁", "<w:vanish w:val='true'/>")), ["甲乙"]),
        (p("甲", run("乙", "<w:specVanish/>")), ["甲"]),
        (p("甲", run("乙", "<w:webHidden/>")), ["甲乙"]),
        (p("甲", run("乙", "<w:rStyle w:val='字暗'/>")), ["甲"]),
        (p("乙", look="<w:pStyle w:val='暗'/>") + p("甲"), ["甲"]),
        (p("乙", look="<w:pStyle w:val='暗子'/>") + p("甲"), ["甲"]),
        (p("甲", look="<w:pStyle w:val='明孙'/>"), ["甲"]),
        (p(run("甲", "<w:vanish w:val='false'/>"), "乙", look="<w:pStyle w:val='暗'/>"), ["甲"]),
        (p(run("甲", "<w:rStyle w:val='字暗'/>"), look="<w:pStyle w:val='暗'/>"), ["甲"]),
        (p("甲", look="<w:rPr><w:vanish/></w:rPr>") + p("乙"), ["甲乙"]),
    ],
)
def test_hidden_text_is_left_out(tmp_path: Path, paragraph: str, left: list[str]) -> None:
    """Hidden runs are no text, by themselves or by their styles; two hidden styles show a text again."""
    assert shown(tmp_path, paragraph, styles=STYLES) == left


def test_defaults_of_the_document_may_hide(tmp_path: Path) -> None:
    """Where the defaults hide everything, only what says otherwise is shown."""
    defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    body = p("甲", run("乙", "<w:vanish w:val='0'/>"))
    assert shown(tmp_path, body, styles=defaults) == ["乙"]
    assert shown(tmp_path, body, styles=style("常", "<w:rPr><w:vanish/></w:rPr>", default=True)) == ["乙"]


def test_a_style_of_a_table_may_hide(tmp_path: Path) -> None:
    """What a table's style hides is left out, unless a run or another hidden style shows it again."""
    inside = p("甲") + p(run("乙", "<w:vanish w:val='0'/>")) + p(run("丙", "<w:rStyle w:val='字暗'/>"))
    table = f"<w:tbl><w:tblPr><w:tblStyle w:val='表暗'/></w:tblPr><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    styles = STYLES + style("表暗", "<w:rPr><w:vanish/></w:rPr>", kind="table")
    found = source(tmp_path, document(table + p("丁"), {"styles": styles}))
    assert [line.text for line in found.lines if line.text] == ["乙", "丙", "丁"]
    assert [each.text for each in found.unshown] == ["甲"]


def test_hidden_text_is_told_with_its_line(tmp_path: Path) -> None:
    """What is hidden is listed where it stands, whole paragraphs and hidden shapes included."""
    shape = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" hidden="1"/><w:p><w:r><w:t>图里</w:t></w:r></w:p>'
    body = p("甲") + p("乙", run("（对李某", HIDDEN), run("诫勉）", HIDDEN)) + p(run("全段", HIDDEN))
    body += p("丁", f"{shape}</wp:inline></w:drawing></w:r>")
    found = source(tmp_path, document(body)).unshown
    assert [(each.line, each.kind, each.text) for each in found] == [
        (2, "hidden", "（对李某诫勉）"),
        (3, "hidden", "全段"),
        (4, "hidden", "图里"),
    ]


def listed(level: int = 0, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def lvl(at: int, form: str, pattern: str, inside: str = "") -> str:
    begun = f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{inside}'
    return f'{begun}<w:lvlText w:val="{pattern}"/></w:lvl>'


THREE = (
    lvl(0, "chineseCountingThousand", "%1、")
    + lvl(1, "chineseCountingThousand", "（%2）")
    + lvl(2, "decimal", "%3.", '<w:lvlRestart w:val="0"/>')
)
OF_THREE = f'<w:abstractNum w:abstractNumId="0">{THREE}</w:abstractNum>'
LIST = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def test_numbers_through_styles(tmp_path: Path) -> None:
    """A style may name list and level, inherit the list, or be named by a level; number 0 takes the list away."""
    styles = (
        style("一级", f"<w:pPr>{listed()}</w:pPr>")
        + style("二级", '<w:basedOn w:val="一级"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>')
        + style("三级", '<w:basedOn w:val="一级"/>')
        + style("无号", '<w:basedOn w:val="一级"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>')
    )
    linked = OF_THREE.replace('<w:lvlRestart w:val="0"/>', '<w:lvlRestart w:val="0"/><w:pStyle w:val="三级"/>')
    names = ("一级", "二级", "三级", "二级", "三级", "无号", "一级", "二级")
    body = "".join(p("文", look=f'<w:pStyle w:val="{name}"/>') for name in names)
    body += p("文", look=f'<w:pStyle w:val="一级"/>{listed(0, 0)}')
    linked = linked.replace('<w:pStyle w:val="三级"/>', "")
    assert shown(tmp_path, body.replace("三级", "二级"), styles=styles, numbering=linked + LIST)[:2] == [
        "一、文",
        "（一）文",
    ]
    own = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = styles.replace(style("三级", '<w:basedOn w:val="一级"/>'), style("三级", own))
    linked = OF_THREE.replace('<w:lvlRestart w:val="0"/>', '<w:pStyle w:val="三级"/><w:lvlRestart w:val="0"/>')
    assert shown(tmp_path, body, styles=styles, numbering=linked + LIST) == [
        "一、文",
        "（一）文",
        "1.文",
        "（二）文",
        "2.文",
        "文",
        "二、文",
        "（一）文",
        "文",
    ]


def test_numbers_through_a_style_of_lists(tmp_path: Path) -> None:
    """A list may lead to a style of lists, which leads to the list with the levels."""
    numbering = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="表"/></w:abstractNum>'
        + OF_THREE.replace("<w:lvl ", '<w:styleLink w:val="表"/><w:lvl ', 1)
        + LIST.replace('w:val="0"', 'w:val="5"')
        + '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = style("表", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', kind="numbering")
    body = p("甲", look=listed()) + p("乙", look=listed(1)) + p("丙", look=listed(2)) + p("丁", look=listed(0, 2))
    assert shown(tmp_path, body, styles=styles, numbering=numbering) == ["一、甲", "（一）乙", "1.丙", "二、丁"]


def test_overrides_and_restarts(tmp_path: Path) -> None:
    """A list may write a level otherwise, or begin anew once; levels restart as their definition says."""
    override = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/>'
        f"</w:lvlOverride><w:lvlOverride w:ilvl='1'>{lvl(1, 'upperLetter', '%2)')}</w:lvlOverride></w:num>"
    )
    kinds = ((0, 1), (2, 1), (1, 1), (2, 1), (0, 1), (2, 1), (2, 2), (2, 2), (1, 2), (2, 1))
    body = "".join(p("文", look=listed(*each)) for each in kinds)
    assert shown(tmp_path, body, numbering=OF_THREE + LIST + override) == [
        "一、文",
        "1.文",
        "（一）文",
        "2.文",
        "二、文",
        "3.文",
        "5.文",
        "6.文",
        "A)文",
        "7.文",
    ]


@pytest.mark.parametrize(
    ("form", "start", "written"),
    [
        ("chineseCounting", 12, "十二"),
        ("chineseCounting", 103, "一〇三"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 2010, "二千零一十"),
        ("chineseCountingThousand", 12000, "一万二千"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("ideographDigital", 20, "二〇"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 15, "１５"),
        ("upperRoman", 44, "XLIV"),
        ("lowerLetter", 28, "bb"),
        ("ordinal", 22, "22nd"),
        ("bullet", 1, ""),
    ],
)
def test_forms_of_numbers(tmp_path: Path, form: str, start: int, written: str) -> None:
    """Numbers are written as Word writes them in each form."""
    level = lvl(0, form, "%1）").replace('<w:start w:val="1"/>', f'<w:start w:val="{start}"/>')
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>{LIST}'
    expected = f"{written}）文" if written else "文"
    assert shown(tmp_path, p("文", look=listed()), numbering=numbering) == [expected]


def test_levels_in_arabic_and_what_follows_a_number(tmp_path: Path) -> None:
    """`isLgl` writes every level in Arabic; a number that ends in a digit does not run into the text."""
    levels = lvl(0, "chineseCounting", "第%1条") + lvl(1, "decimal", "%1.%2", "<w:isLgl/>")
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{LIST}'
    body = p("甲", look=listed()) + p("2026年", look=listed(1))
    assert shown(tmp_path, body, numbering=numbering) == ["第一条甲", "1.1 2026年"]
    joined = numbering.replace("<w:isLgl/>", '<w:isLgl/><w:suff w:val="nothing"/>')
    assert shown(tmp_path, body, numbering=joined)[1] == "1.12026年"


BLOCKS = ("ins", "moveTo", "sdt><w:sdtContent", "customXml", "smartTag", "unknown")


@pytest.mark.parametrize("name", BLOCKS)
def test_paragraphs_within_other_elements_are_text(tmp_path: Path, name: str) -> None:
    """Whatever stands around paragraphs or runs, they are text."""
    ends = "".join(f"</w:{each}>" for each in reversed(name.split("><w:")))
    inside = f"<w:{name}>{p('乙')}{ends}"
    assert shown(tmp_path, p("甲") + inside + p("丙")) == ["甲", "乙", "丙"]
    assert shown(tmp_path, p("甲", f"<w:{name}>{run('乙')}{ends}", "丙")) == ["甲乙丙"]


def test_runs_without_a_paragraph_are_text(tmp_path: Path) -> None:
    """A run that stands beside the paragraphs is not lost, and hidden there as elsewhere."""
    assert shown(tmp_path, p("甲") + run("散") + run("暗", HIDDEN)) == ["甲", "散"]


@pytest.mark.parametrize("name", ["bdo", "dir", "hyperlink", "fldSimple"])
def test_runs_within_other_elements_are_text(tmp_path: Path, name: str) -> None:
    """Direction, links and fields keep their runs."""
    assert shown(tmp_path, p("甲", f"<w:{name}>{run('乙')}</w:{name}>")) == ["甲乙"]


def test_of_alternatives_one_is_shown(tmp_path: Path) -> None:
    """The first alternative that Word understands is read, else the fallback."""
    both = '<mc:Choice Requires="{}">{}</mc:Choice><mc:Fallback>{}</mc:Fallback>'
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    known, foreign = both.format("wps", run("乙"), run("旧")), both.format("v x", run("新"), run("丙"))
    assert shown(tmp_path, p("甲", known)) == ["甲乙"]
    strange = foreign.replace("<mc:Choice", '<mc:Choice xmlns:x="urn:x"')
    assert shown(tmp_path, p("甲", strange)) == ["甲丙"]
    assert shown(tmp_path, both.format("wps", p("乙"), p("旧"))) == ["乙"]


def test_deleted_and_moved_away_is_no_text(tmp_path: Path) -> None:
    """Rows, cells, paragraphs and marks that were deleted with tracking are gone; so are the ends of paragraphs."""
    deleted = '<w:del w:id="1" w:author="a"/>'
    table = (
        f"<w:tbl><w:tr><w:trPr>{deleted}</w:trPr><w:tc>{p('废行')}</w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:cellDel w:id='2' w:author='a'/></w:tcPr>{p('废格')}</w:tc>"
        f"<w:tc>{p('留')}</w:tc></w:tr></w:tbl>"
    )
    mark = f"<w:rPr>{deleted}</w:rPr>"
    body = (
        table
        + p("前半", look=mark)
        + p("后半")
        + f"<w:moveFrom w:id='3' w:author='a'>{p('移走')}</w:moveFrom>"
        + p(f"<w:del w:id='4' w:author='a'><w:r><w:delText>删</w:delText></w:r>{run('删')}</w:del>", look=mark)
        + p("甲", f"<w:moveFrom w:id='5' w:author='a'>{run('移')}</w:moveFrom>")
        + p("末段", look=mark)
    )
    assert shown(tmp_path, body) == ["留", "前半后半", "甲", "末段"]


def test_deleted_paragraphs_do_not_count(tmp_path: Path) -> None:
    """A numbered paragraph that was deleted takes no number."""
    mark = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    gone = p(f"<w:del w:id='2' w:author='a'>{run('废')}</w:del>", look=listed() + mark)
    body = p("甲", look=listed()) + gone + p("乙", look=listed())
    assert shown(tmp_path, body, numbering=OF_THREE + LIST) == ["一、甲", "二、乙"]


EQUATIONS = [
    ("<m:r><m:t>36/36=100%</m:t></m:r>", "36/36=100%"),
    ("<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>36</m:t></m:r></m:den></m:f>", "(a+b)/36"),
    ("<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "m²"),
    ("<m:sSub><m:e><m:r><m:t>k</m:t></m:r></m:e><m:sub><m:r><m:t>1</m:t></m:r></m:sub></m:sSub>", "k₁"),
    ("<m:rad><m:radPr/><m:deg/><m:e><m:r><m:t>x+1</m:t></m:r></m:e></m:rad>", "√(x+1)"),
    ("<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e><m:r><m:t>3</m:t></m:r></m:e></m:d>", "[3]"),
    (
        "<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub/><m:sup/><m:e><m:r><m:t>n</m:t></m:r></m:e></m:nary>",
        "∑n",
    ),
    ("<m:acc><m:accPr/><m:e><m:r><m:t>y</m:t></m:r></m:e></m:acc>", "y"),
]


@pytest.mark.parametrize(("inside", "written"), EQUATIONS)
def test_equations_are_text(tmp_path: Path, inside: str, written: str) -> None:
    """An equation is written in one line."""
    assert shown(tmp_path, p("率", f"<m:oMath>{inside}</m:oMath>", "。")) == [f"率{written}。"]
    assert shown(tmp_path, p(f"<m:oMathPara><m:oMath>{inside}</m:oMath></m:oMathPara>")) == [written]


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        ("<w:sym w:font='Symbol' w:char='F0B0'/>", "°"),
        ("<w:sym w:font='Symbol' w:char='F0A3'/>", "≤"),
        ("<w:sym w:font='Wingdings' w:char='F0FE'/>", "☑"),
        ("<w:sym w:font='Wingdings' w:char='F081'/>", "①"),
        ("<w:sym w:font='Wingdings 2' w:char='F052'/>", "☑"),
        ("<w:sym w:font='宋体' w:char='2103'/>", "℃"),
        ("<w:noBreakHyphen/>", "-"),
        ("<w:softHyphen/>", ""),
        ("<w:tab/>", "\t"),
        ("<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr><w:t>\uf0b3</w:t>", "≥"),
        ("<w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr><w:t>\xfc</w:t>", "✓"),
        (
            "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>zhé</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>喆</w:t></w:r></w:rubyBase></w:ruby>",
            "喆",
        ),
    ],
)
def test_signs_are_text(tmp_path: Path, inside: str, written: str) -> None:
    """Symbols, hyphens and tabs are characters; of a reading aid only the text counts."""
    found = source(tmp_path, document(p("5", f"<w:r>{inside}</w:r>", "C")))
    assert found == Source((found.lines[0]._replace(text=f"5{written}C"),))


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Unknown symbols, notes, comments, headers and objects are listed with what they say."""
    chart = '<w:drawing><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></w:drawing>'
    body = p("甲", "<w:r><w:sym w:font='Webdings' w:char='F0FF'/></w:r>", "<w:r><w:footnoteReference w:id='2'/></w:r>")
    body += p("乙", "<w:r><w:object/></w:r>", f"<w:r>{chart}</w:r>")
    parts = {
        "footnotes": f"<w:footnote w:id='2'>{p('注文')}</w:footnote>",
        "comments": f"<w:comment w:id='1'>{p('批语')}</w:comment>",
        "hdr": p("内部资料"),
    }
    found = source(tmp_path, document(body, parts))
    assert [line.text for line in found.lines] == ["甲〓", "乙", ""]
    assert [(each.line, each.what, each.text) for each in found.unshown] == [
        (1, "Webdings字体的符号", "F0FF"),
        (1, "脚注", "注文"),
        (2, "嵌入的对象", ""),
        (2, "图表", ""),
        (3, "页眉", "内部资料"),
        (3, "批注1条", "批语"),
    ]


def test_fields_show_their_results(tmp_path: Path) -> None:
    """Codes are not shown, nor the results of fields within codes; circled numbers and old forms are."""
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    inner = mark("begin") + code("PAGE") + mark("separate") + run("9") + mark("end")
    outer = mark("begin") + code("IF ") + inner + code(" = 1") + mark("separate") + run("果") + mark("end")
    circled = mark("begin") + code(r"eq \o\ac(○,3)") + mark("end")
    chosen = "<w:result w:val='1'/><w:listEntry w:val='未'/><w:listEntry w:val='已完成'/>"
    chosen = f"<w:ffData><w:ddList>{chosen}</w:ddList></w:ffData>"
    form = f"<w:r><w:fldChar w:fldCharType='begin'>{chosen}</w:fldChar></w:r>" + code("FORMDROPDOWN") + mark("end")
    assert shown(tmp_path, p("甲", outer, circled, form)) == ["甲果③已完成"]
    assert shown(tmp_path, p("甲", mark("begin") + code("PAGE"), "乙")) == ["甲乙"]
    found = source(tmp_path, document(p("甲", mark("begin") + code("AUTONUM") + mark("end"))))
    assert [(each.what, each.text) for each in found.unshown] == [("域", "AUTONUM")]


CHUNK = "<w:altChunk r:id='chunk'/>"


@pytest.mark.parametrize(
    ("name", "data", "read_as"),
    [
        ("chunk.html", "<html><body><p>内一</p><p>内二</p></body></html>".encode(), ["内一", "内二"]),
        ("chunk.txt", "内一\n内二".encode(), ["内一", "内二"]),
        ("chunk.docx", document(p("内一") + p("内二")), ["内一", "内二"]),
        (
            "chunk.mht",
            b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gbk\r\n\r\n<p>" + "内一<br>内二".encode("gbk"),
            ["内一", "内二"],
        ),
    ],
)
def test_embedded_files_are_read_in_their_place(tmp_path: Path, name: str, data: bytes, read_as: list[str]) -> None:
    """A page, a text or a document within the document is text of it."""
    found = source(tmp_path, document(p("甲") + CHUNK + p("乙"), files={name: data}))
    assert [line.text for line in found.lines if line.text] == ["甲", *read_as, "乙"]
    assert found.unshown == ()


def test_embedded_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """An embedded file of another kind is named where it stands; a document of nothing else is refused by its name."""
    rtf = {"chunk.rtf": b"{\\rtf1 a}"}
    found = source(tmp_path, document(p("甲") + CHUNK, files=rtf))
    assert [(each.line, each.kind, each.what) for each in found.unshown] == [(2, "unread", "嵌入的文件（chunk.rtf）")]
    with pytest.raises(NoticeError, match="只有嵌入的文件（chunk") as caught:
        source(tmp_path, document(CHUNK, files=rtf))
    assert "另存为.docx" in caught.value.remedy


def test_documents_within_documents_end(tmp_path: Path) -> None:
    """Documents are read three deep; what is deeper is told."""
    data = document(p("底"))
    for depth in range(4):
        data = document(p(f"第{depth}层") + CHUNK, files={"chunk.docx": data})
    found = source(tmp_path, data)
    assert [line.text for line in found.lines if line.text] == ["第3层", "第2层", "第1层", "第0层"]
    assert [each.what for each in found.unshown] == ["嵌入的文件（chunk.docx）"]


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    """A document in the strict form of the standard is read like any other, its lists and hidden text included."""
    data = document(
        p("甲", run("乙", "<w:vanish w:val='true'/>"), look=listed()), {"numbering": OF_THREE + LIST, "styles": STYLES}
    )
    parts = unzipped(data)
    strict = {
        name: content.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts.items()
    }
    assert [line.text for line in source(tmp_path, zipped(strict)).lines] == ["一、甲"]
    moved = {name.replace("word/document.xml", "word/main2.xml"): each for name, each in strict.items()}
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(b"word/document.xml", b"/word/main2.xml")
    moved["word/_rels/main2.xml.rels"] = moved.pop("word/_rels/document.xml.rels")
    moved = {name.replace("word/", "Word\\"): each for name, each in moved.items()}
    assert [line.text for line in source(tmp_path, zipped(moved)).lines] == ["一、甲"]
