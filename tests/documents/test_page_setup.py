"""Of a web page is read what a browser shows; a page in one file is read like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.errors import NoticeError
from rectify_xl.readers import web_archive
from rectify_xl.readers.read_source import read
from tests.documents.packed import put


def texts(tmp_path: Path, data: bytes | str) -> list[str]:
    content = data if isinstance(data, bytes) else data.encode()
    return [line.text for line in read(put(tmp_path / "页.html", content)).lines if line.text]


def page(body: str, head: str = '<meta charset="utf-8">') -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<form><input type=hidden value=暗><div><p>甲</p></div></form>", ["甲"]),
        ("<p>甲<span style='Display : none'>暗</span>乙</p>", ["甲乙"]),
        ("<p>甲<span style='visibility:hidden'>暗</span></p>", ["甲"]),
        ("<p>甲<span style='mso-hide:all'>暗</span></p>", ["甲"]),
        ("<p>甲<span style='font-size:0px'>暗</span><span style='font-size:0.9em'>明</span></p>", ["甲明"]),
        ("<p style='DISPLAY:NONE !important'>暗</p><dialog>暗</dialog><dialog open>甲</dialog>", ["甲"]),
        ("<p hidden>暗</p><p>甲</p>", ["甲"]),
        ("<style>.x, #y{color:red;display:none}</style><p class='z x'>暗</p><p id=y>暗</p><p class=z>甲</p>", ["甲"]),
        ("<!-- 暗 --><script>暗</script><template>暗</template><noscript>暗</noscript><p>甲</p>", ["甲"]),
        ("<p>甲<!--[if gte mso 9]><xml>暗</xml><![endif]-->乙</p>", ["甲乙"]),
        ("<p><![if !supportLists]><span>1.</span><![endif]>甲</p>", ["1.甲"]),
        ("<p>a&amp;b&nbsp;&ldquo;甲&rdquo;&#8226;&#x4E59;&lpar;&#150;</p>", ["a&b “甲”•乙(–"]),
        ("<p>1&lt;2 &lt;b&gt;</p>", ["1<2 <b>"]),
        ("<p><ruby>喆<rp>(</rp><rt>zhé</rt><rp>)</rp></ruby></p>", ["喆"]),
        ("<textarea>甲\n乙</textarea>", ["甲", "乙"]),
    ],
)
def test_what_a_browser_shows(tmp_path: Path, body: str, shown: list[str]) -> None:
    """Forms are read through; what is hidden, by attribute, style or style sheet, is no text."""
    assert texts(tmp_path, page(body)) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<ol><li value=3>甲<li>乙<li value='-1'>丙</ol>", ["3.甲", "4.乙", "-1.丙"]),
        ("<ol start=5><li>甲<li>乙</ol>", ["5.甲", "6.乙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2.甲", "1.乙"]),
        ("<ol reversed start=9><li>甲<li>乙</ol>", ["9.甲", "8.乙"]),
        ("<ol type=a><li>甲<li type=I>乙</ol>", ["a.甲", "II.乙"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
        ("<ol style='list-style: none'><li>甲</ol>", ["甲"]),
        ("<ol><li>甲<ol><li>子</ol><li>乙</ol><ul><li>点</ul>", ["1.甲", "1.子", "2.乙", "点"]),
        ("<ol><div><li>甲</div><div><li>乙</div></ol>", ["1.甲", "2.乙"]),
        ("<ol><li hidden>暗<li>乙</ol>", ["1.乙"]),
    ],
)
def test_numbers_of_lists(tmp_path: Path, body: str, shown: list[str]) -> None:
    """Lists are numbered as a browser numbers them."""
    assert texts(tmp_path, page(body)) == shown


WORDS = "整改情况：已整改完成，长期坚持。"


@pytest.mark.parametrize(
    ("stated", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gbk", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("utf-16", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("windows-1252", "gb18030"),
        ("undefined", "gb18030"),
        ("gbk", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("gb18030", "utf-16-be"),
    ],
)
def test_charsets(tmp_path: Path, stated: str, encoding: str) -> None:
    """What the bytes are counts more than what the page says of them."""
    data = page(f"<p>{WORDS * 20}</p>", f'<meta charset="{stated}">').encode(encoding)
    assert texts(tmp_path, data) == [WORDS * 20]


def test_charset_of_xhtml_and_big5(tmp_path: Path) -> None:
    """The declaration of an XML page is believed; so is a page in traditional characters."""
    assert texts(tmp_path, f'<?xml version="1.0" encoding="gbk"?>{page(f"<p>{WORDS}</p>", "")}'.encode("gbk")) == [
        WORDS
    ]
    old = page("<p>整改情況：已經完成。</p>", '<meta charset="big5">').encode("big5")
    assert texts(tmp_path, old) == ["整改情況：已經完成。"]


def message(*parts: str, head: str = "multipart/related") -> bytes:
    inside = "".join(f"\r\n--b\r\n{part}\r\n" for part in parts)
    above = f'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: {head}; boundary="b"\r\n'
    return f"{above}{inside}--b--\r\n".encode()


def web(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page(f'<p>{text}</p>')}"


def test_a_page_in_one_file(tmp_path: Path) -> None:
    """The page is found in its message, however it is packed; what is attached is told."""
    assert texts(tmp_path, message(web("甲"), "Content-Type: image/png\r\n\r\nx")) == ["甲"]
    assert texts(tmp_path, b"\xef\xbb\xbf" + message(web("甲"))) == ["甲"]
    assert texts(tmp_path, message(web("甲")).replace(b"MIME-Version: 1.0\r\n", b"")) == ["甲"]
    assert texts(
        tmp_path, "From: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset=gbk\n\n甲乙".encode("gbk")
    ) == ["甲乙"]
    inner = message("Content-Type: text/plain\r\n\r\na", web("乙"), head="multipart/alternative").decode()
    assert texts(tmp_path, message(inner.replace("--b", "--c").replace('"b"', '"c"'))) == ["乙"]
    packed = "Content-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+vNc8L3A+"
    assert texts(tmp_path, message(packed)) == ["甲"]
    file = "Content-Type: application/x\r\nContent-Disposition: attachment; filename=a.docx\r\n\r\nx"
    found = read(put(tmp_path / "信.eml", message(web("甲"), file)))
    assert [(each.line, each.what, each.text) for each in found.unshown] == [(2, "邮件的附件", "a.docx")]


def test_a_message_without_a_page_is_refused(tmp_path: Path) -> None:
    """A message that nests without end, or holds no text, is called what it is."""
    with pytest.raises(NoticeError, match="单一网页文件"):
        texts(tmp_path, message("Content-Type: image/png\r\n\r\nx"))
    nested = "".join(
        f'--{n}\r\nContent-Type: multipart/mixed; boundary="{n + 1}"\r\n\r\n' for n in range(web_archive.DEEPEST * 100)
    )
    with pytest.raises(NoticeError, match="单一网页文件"):
        texts(tmp_path, b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="0"\r\n\r\n' + nested.encode())


def test_a_message_of_thousands_of_parts_is_refused(tmp_path: Path) -> None:
    """Parts without end are not read one by one."""
    with pytest.raises(NoticeError, match="单一网页文件"):
        texts(tmp_path, message(*[web("甲")] * (2 * web_archive.MOST_PARTS)))
