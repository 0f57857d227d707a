"""Sound files of each kind that the readers take: notices and templates, written here and nowhere else."""

from __future__ import annotations

import io
from functools import cache

import docx

from rectify_xl.system import resources
from tests.documents.packed import document, p, run

LINES = (
    "中共某镇委员会关于县委第一巡察组反馈意见集中整改进展情况的通报",
    "（社会公开稿）",
    "根据县委统一部署，2025年3月2日至4月10日，县委第一巡察组对某镇党委开展了巡察。2025年5月12日，巡察组反馈了意见。",
    "一、集中整改组织开展情况",
    "镇党委成立整改工作领导小组，明确问题2个，整改措施4条，已完成1个，继续整改1个。",
    "二、巡察反馈重点问题整改进展情况",
    "（一）“学习贯彻不够深入”方面。",
    "1.关于“集中学习走过场”的问题。",
    "整改情况：一是修订《学习制度》，每季度组织一次集中学习。二是2025年6月20日召开专题会，合格率为36/36=100%。",
    "整改完成情况：已整改完成，长期坚持。",
    "2.关于“巡查记录不全”的问题。",
    "整改情况：一是补齐记录36份。二是拟于2025年12月底前完成规程修订。",
    "整改完成情况：正在整改。",
    "三、下一步整改工作安排",
    "持续抓好后续整改。联系电话：0999-0000000；电子邮箱：a@example.com。",
    "中共某镇委员会",
    "2025年9月28日",
)
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for at, form, text in ((0, "chineseCounting", "%1、"), (1, "chineseCounting", "（%2）"), (2, "decimal", "%3."))
)


@cache
def word() -> bytes:
    """Return a Word document with all that the reader looks at: lists, styles, tables, changes, equations, notes."""
    numbered = {3: 0, 5: 0, 6: 1, 7: 2, 10: 2, 13: 0}
    blocks = [
        p(line.lstrip("一二三（）、12."), look=f'<w:pStyle w:val="L{numbered[at]}"/>') if at in numbered else p(line)
        for at, line in enumerate(LINES)
    ]
    blocks.insert(9, p("附", run("内部", "<w:vanish/>"), "<w:r><w:sym w:font='Symbol' w:char='F0B0'/></w:r>"))
    blocks.insert(
        10,
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='1'/></w:tblGrid>"
        "<w:tr><w:trPr><w:del w:id='1' w:author='a'/></w:trPr>"
        f"<w:tc>{p('旧')}</w:tc></w:tr><w:tr><w:tc><w:tcPr/>{p('新')}</w:tc></w:tr></w:tbl>",
    )
    blocks.insert(11, "<w:altChunk r:id='chunk'/>")
    blocks.append(
        p(
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "<w:r><w:footnoteReference w:id='2'/></w:r>",
            "<w:ins w:id='3' w:author='a'><w:r><w:t>增</w:t></w:r></w:ins>",
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>eq \\o\\ac(○,3)</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "<mc:AlternateContent><mc:Choice Requires='wps'><w:r><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>"
            "</w:txbxContent></w:r></mc:Choice><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback></mc:AlternateContent>",
        )
    )
    based = ("", '<w:basedOn w:val="L0"/>', '<w:basedOn w:val="L1"/>')
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="L{at}">{above}<w:pPr><w:numPr>'
        f'<w:ilvl w:val="{at}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for at, above in enumerate(based)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{_LEVELS}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    parts = {"styles": styles, "numbering": numbering, "footnotes": f"<w:footnote w:id='2'>{p('注')}</w:footnote>"}
    return document("".join(blocks), parts, {"chunk.html": "<html><body><p>嵌入</p></body></html>".encode()})


@cache
def web() -> bytes:
    """Return the notice as a web page with lists, tables, styles and what is hidden."""
    body = "".join(f"<p>{line}</p>" for line in LINES)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><style>.x{display:none}</style></head><body><form>'
        f'<div class="a" style="color:red">{body}</div><p class="x">暗</p>'
        "<table><tr><td>左&amp;</td><td>右</td></tr></table>"
        '<ol start="3" type="a"><li value="5">甲<li>乙</ol><script>a</script><!-- b --></form></body></html>'
    ).encode()


@cache
def text() -> bytes:
    """Return the notice as plain text."""
    return "\n".join(LINES).encode()


@cache
def single_file() -> bytes:
    """Return the notice as a web page in one file."""
    from quopri import encodestring

    head = 'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    part = 'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    picture = "\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    return (head + part).encode() + encodestring(web()) + picture.encode()


@cache
def template(name: str) -> bytes:
    """Return a template that ships, as an office would begin with it."""
    return resources.path("templates", name).read_bytes()


@cache
def small_template() -> bytes:
    """Return a template with a table, a header and loops, as Word writes it."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "{{ 题名 }}"
    made.add_paragraph("{%p for 层级, 序号, 文字, 续文 in 段落 %}")
    made.add_paragraph("{{ 序号 }}{{ 文字 }}{% if 续文 %}{{ 续文 }}{% endif %}")
    made.add_paragraph("{%p endfor %}")
    table = made.add_table(rows=3, cols=1)
    for row, cell in enumerate(("{%tr for 层级, 序号, 文字, 续文 in 段落 %}", "{{ 文字 }}", "{%tr endfor %}")):
        table.cell(row, 0).text = cell
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()
