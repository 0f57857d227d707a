"""What was sent in is what its content says, whatever people, browsers and mail programs call it."""

from __future__ import annotations

import io
import mailbox
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import fsspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.errors import BookError
from rectify_xl.readers.submissions import content_endings, incoming
from rectify_xl.readers.submissions.entries import Entry
from rectify_xl.readers.submissions.incoming import Incoming
from rectify_xl.system import resources
from rectify_xl.workbook import file_kind
from tests.readers.compound_file import compound, outlook
from tests.readers.test_incoming import letter, met, zipped

LEDGER = resources.path("workbook_template.xlsx").read_bytes()
OLD = compound({"Workbook": b"1" * 600})
NAMES = (
    *("台账.zip", "台账.docx", "台账.xlsx(1)", "台账.xlsx（2）", "台账.xlsx.download", "台账.xlsx.bak", "台账.txt"),
    *("~台账.tmp", "台账", "台账.pdf", "台账.rar", "台账.eml", "台账.msg", "台账.dat", "台账.json", "台账.2026年9月"),
)


def paper() -> bytes:
    """Return a Word document, with a ledger in it as Word embeds one."""
    document = docx.Document()
    document.add_paragraph("整改报告")
    target = io.BytesIO()
    document.save(target)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("word/embeddings/Microsoft_Excel_Sheet1.xlsx", LEDGER)
    return target.getvalue()


def spreadsheet() -> bytes:
    """Return the beginning of an .ods: what names its kind."""
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"})


@pytest.mark.parametrize("content", [LEDGER, OLD, spreadsheet()], ids=["xlsx", "xls", "ods"])
def test_a_workbook_is_read_under_any_name(tmp_path: Path, content: bytes) -> None:
    """In a folder, in an archive and on a mail: a workbook is met once and whole."""
    folder = tmp_path / "散"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_bytes(content)
    (tmp_path / "包.zip").write_bytes(zipped(dict.fromkeys(NAMES, content)))
    (tmp_path / "信.eml").write_bytes(bytes(letter(dict.fromkeys(NAMES, content))))
    walk = Incoming([str(tmp_path)])
    places = [file.place for file in walk if file.refusal is None and incoming.content(file) == content]
    assert sorted(places) == sorted(f"{place}/{name}" for place in ("散", "包.zip", "信.eml") for name in NAMES)
    assert (walk.ignored, walk.accompanying) == (0, 0)


def test_what_is_no_workbook_stays_what_it_is(tmp_path: Path) -> None:
    """Word under its own name or as an archive, evidence, notes: refused with a reason, counted, or passed over."""
    epub = zipped({"mimetype": b"application/epub+zip", "附件/台账.xlsx": LEDGER})
    files: Mapping[str, bytes] = {
        "报告.docx": paper(),
        "报告.zip": paper(),
        "旧报告.doc": compound({"WordDocument": b"1" * 600}),
        "书.epub": epub,
        "网页.mht": b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        "说明.txt": "请查收。".encode(),
        "记录.log": b"From: nobody\nSubject: nothing\n\nno attachment",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    walk = Incoming([str(tmp_path)])
    refused = {file.place: file.refusal.message for file in walk if file.refusal}
    assert set(refused) == set(files) - {"说明.txt", "记录.log"}
    assert all("不是工作簿" in message for message in refused.values())
    assert "内容是 .docx" in refused["报告.zip"]
    assert walk.ignored == 2
    (tmp_path / "台账.bak").write_bytes(LEDGER)
    walk = Incoming([str(tmp_path)])
    assert [file.place for file in walk] == ["台账.bak"]
    assert walk.accompanying == len(refused)


def test_archives_and_mails_are_opened_under_any_name(tmp_path: Path) -> None:
    """A zip as .rar, .download or without ending, a mail as .txt, a box without ending, .msg as .tmp."""
    archive = zipped({"甲.xlsx": LEDGER})
    mail = bytes(letter({"乙.xlsx": LEDGER}))
    for name in ("包.rar", "包.zip.download", "包", "包.zip(1)", "包.bak"):
        (tmp_path / name).write_bytes(archive)
    for name in ("信.txt", "信", "信.eml(1)"):
        (tmp_path / name).write_bytes(mail)
    (tmp_path / "存.tmp").write_bytes(compound(outlook({"丙.xlsx": LEDGER})))
    box = mailbox.mbox(tmp_path / "收件箱")
    box.add(letter({"丁.xlsx": LEDGER}, "第一封"))
    box.close()
    (tmp_path / "包.txt").write_bytes(b"7z\xbc\xaf'\x1c damaged")
    files = met(tmp_path)
    assert files.pop("包.txt") == "HZ117"
    assert set(files) == {
        *("包.rar/甲.xlsx", "包.zip.download/甲.xlsx", "包/甲.xlsx", "包.zip(1)/甲.xlsx", "包.bak/甲.xlsx"),
        *("信.txt/乙.xlsx", "信/乙.xlsx", "信.eml(1)/乙.xlsx", "存.tmp/丙.xlsx", "收件箱/第1封 第一封/丁.xlsx"),
    }


@pytest.mark.parametrize("name", ["各单位.xlsx", "各单位.xls", "各单位.et", "各单位.csv", "各单位.xlsx(1)"])
def test_an_archive_that_is_named_as_a_workbook_is_opened(tmp_path: Path, name: str) -> None:
    """By itself, within another archive, on a mail, and a mail under such a name: each ledger in it is met."""
    archive = zipped({"青林县/台账.xlsx": LEDGER, "云岭县.xls": OLD})
    (tmp_path / name).write_bytes(archive)
    (tmp_path / "外.zip").write_bytes(zipped({name: archive}))
    (tmp_path / "信.eml").write_bytes(bytes(letter({name: archive})))
    (tmp_path / f"信{name}").write_bytes(bytes(letter({"台账.xlsx": LEDGER})))
    packed = {
        f"{place}{name}/{inner}" for place in ("", "外.zip/", "信.eml/") for inner in ("青林县/台账.xlsx", "云岭县.xls")
    }
    assert set(met(tmp_path)) == packed | {f"信{name}/台账.xlsx"}


def test_an_archive_with_a_password_is_told_as_such_under_any_name(tmp_path: Path) -> None:
    """Whoever sent it has to be asked for the ledgers, not for a workbook."""
    locked = bytearray(zipped({"台账.xlsx": b"1" * 99}))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        locked[locked.index(mark) + offset] |= 1
    names = ("包.xlsx", "包.ods", "包.bak", "包.zip")
    for name in names:
        (tmp_path / name).write_bytes(bytes(locked))
    assert met(tmp_path) == {f"{name}/台账.xlsx": "HZ117" for name in names}


def test_what_is_named_as_a_workbook_and_is_none_stays_a_submission(tmp_path: Path) -> None:
    """A document, pictures, damage under such a name are no enclosures: whoever reads them says what they are."""
    whole = zipped({"台账.xlsx": LEDGER})
    files = {
        "报告.xlsx": paper(),
        "图.xlsx": zipped({"a.jpg": b"1"}),
        "坏.xlsx": whole[: len(whole) // 2],
        "空.xlsx": b"",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert met(tmp_path) == files


def test_a_workbook_that_was_read_before_is_not_opened_again(tmp_path: Path) -> None:
    """In the second run it costs no look; what only bears such a name is looked at."""
    for name, data in {"甲.xlsx": LEDGER, "乙.xlsx": zipped({"台账.xlsx": LEDGER}), "丙.txt": LEDGER}.items():
        (tmp_path / name).write_bytes(data)
    asked: list[str] = []

    def is_known(path: str, stamp: str) -> bool:
        assert stamp
        asked.append(Path(path).name)
        return Path(path).name == "甲.xlsx"

    places = {file.place for file in Incoming([str(tmp_path)], is_known=is_known)}
    assert places == {"甲.xlsx", "乙.xlsx/台账.xlsx", "丙.txt"}
    assert sorted(asked) == ["乙.xlsx", "甲.xlsx"]


def opc(kind: str, main: str) -> bytes:
    """Return a package of the Open Packaging Conventions with a ledger in it."""
    part = f'<Override PartName="/{main}" ContentType="application/{kind}"/>'
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{part}</Types>'
    return zipped({"[Content_Types].xml": types.encode(), main: b"<a/>", "embeddings/Sheet1.xlsx": LEDGER})


def open_document(kind: str, *, locked: bool = False) -> bytes:
    """Return a package of the OpenDocument kind with a ledger in it, or with a password."""
    mimetype = {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode()}
    inner = {"META-INF/manifest.xml": b"<m><encryption-data/></m>"} if locked else {"Object 1/Sheet1.xlsx": LEDGER}
    return zipped({**mimetype, "content.xml": b"<a/>", **inner})


_OFFICE = "vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (opc(f"{_OFFICE}presentationml.presentation.main+xml", "ppt/presentation.xml"), "内容是演示文稿"),
        (opc(f"{_OFFICE}wordprocessingml.document.main+xml", "word/document2.xml"), "内容是 .docx"),
        (opc("vnd.ms-visio.drawing.main+xml", "visio/document.xml"), "内容是绘图文件"),
        (opc("vnd.ms-package.xps-fixeddocumentsequence+xml", "FixedDocSeq.fdseq"), "内容是 .xps"),
        (opc("x-anything", "main.bin"), "内容是别的程序的文档"),
        (open_document("presentation"), "内容是演示文稿"),
        (open_document("text"), "内容是 .odt"),
        (open_document("base"), "内容是别的程序的文档"),
        (zipped({"mimetype": b"application/epub+zip", "附件/台账.xlsx": LEDGER}), "内容是电子书"),
        (paper(), "内容是 .docx"),
    ],
    ids=["pptx", "docx", "vsdx", "xps", "opc", "odp", "odt", "odb", "epub", "word"],
)
def test_a_document_that_is_named_as_an_archive_is_one_foreign_file(tmp_path: Path, content: bytes, words: str) -> None:
    """It is not torn apart, and no ledger that is embedded in it counts as one that was sent."""
    for name in ("汇报.zip", "汇报.rar"):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "包.zip").write_bytes(zipped({"汇报.zip": content}))
    refused = {file.place: file.refusal.message if file.refusal else "" for file in Incoming([str(tmp_path)])}
    assert set(refused) == {"汇报.zip", "汇报.rar", "包.zip/汇报.zip"}
    assert all("不是工作簿" in message and words in message for message in refused.values())


def test_a_document_with_a_password_is_one_file_and_archives_of_programs_are_archives(tmp_path: Path) -> None:
    """META-INF or a container for signatures make no document of an archive with a ledger."""
    locked = open_document("spreadsheet", locked=True)
    (tmp_path / "锁.zip").write_bytes(locked)
    (tmp_path / "甲.zip").write_bytes(zipped({"META-INF/MANIFEST.MF": b"1", "台账.xlsx": LEDGER}))
    signed = {"mimetype": b"application/vnd.etsi.asic-e+zip", "META-INF/signatures.xml": b"1", "台账.xlsx": LEDGER}
    (tmp_path / "乙.zip").write_bytes(zipped(signed))
    met_files = {place: data for place, data in met(tmp_path).items() if isinstance(data, bytes)}
    assert met_files == {"锁.zip": locked, "甲.zip/台账.xlsx": LEDGER, "乙.zip/台账.xlsx": LEDGER}
    with pytest.raises(BookError, match="设有打开密码"):
        file_kind.recognise(locked, "锁.zip")
    with pytest.raises(BookError, match="别的程序的文档"):
        file_kind.recognise(opc("x-anything", "main.bin"), "件.xlsx")
    with pytest.raises(BookError, match="空的压缩包"):
        file_kind.recognise(zipped({}), "空.xlsx")


def test_no_more_is_unpacked_to_see_what_something_is(tmp_path: Path) -> None:
    """A member with more bytes than any ledger has is not looked into, nor a directory that is too long."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.docx", b"PK\x03\x04".ljust(incoming.LARGEST + 1, b"\0"))
        archive.writestr("台账.xlsx", LEDGER)
    (tmp_path / "包.zip").write_bytes(target.getvalue())
    assert met(tmp_path) == {"包.zip/台账.xlsx": LEDGER}

    def never() -> io.BytesIO:
        raise AssertionError("it was opened again")

    opened = iter((io.BytesIO(b"PK\x03\x04"),))
    entry = Entry("大.docx", incoming.LARGEST + 1, None, lambda: next(opened, None) or never())
    assert content_endings.of(entry) == ".docx"
    end = LEDGER.rindex(b"PK\x05\x06")
    long = LEDGER[: end + 12] + (20_000_001).to_bytes(4, "little") + LEDGER[end + 16 :]
    assert content_endings.of(Entry("长.txt", len(long), None, lambda: io.BytesIO(long))) == ".txt"


def test_what_cannot_be_opened_keeps_its_ending(tmp_path: Path) -> None:
    """Nothing is guessed of a file that cannot be read; one without an ending is met, so that the reason is told."""
    gone = Entry("报告.docx", 9, None, lambda: (tmp_path / "没有").open("rb"))
    assert content_endings.of(gone) == ".docx"
    assert content_endings.of(gone._replace(name="报告")) == ".xlsx"


def test_a_remote_workbook_is_known_by_its_content() -> None:
    """What lies at an address is looked at in the same way."""
    system = fsspec.filesystem("memory")
    system.pipe("/改名/台账.txt", LEDGER)
    system.pipe("/改名/说明.txt", b"...")
    assert met("memory://改名") == {"台账.txt": LEDGER}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from((LEDGER, OLD, b"Rar!\x1a\x07\x00", b"From a\nSubject: b\n")), st.data())
def test_no_damage_stops_the_look(content: bytes, data: st.DataObject) -> None:
    """Whatever bytes are changed or lost, there is an answer."""
    damaged = bytearray(content[: data.draw(st.integers(1, len(content)))])
    for _ in range(data.draw(st.integers(0, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    whole = bytes(damaged)
    assert content_endings.of(Entry("件.bak", len(whole), None, lambda: io.BytesIO(whole))).startswith(".")
