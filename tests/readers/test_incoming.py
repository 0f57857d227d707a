"""What was sent in is met wherever it lies, under the names that people gave it, and nothing else is."""

from __future__ import annotations

import base64
import io
import mailbox
import os
import random
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import fsspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify_xl.errors import UsageError
from rectify_xl.readers.submissions import incoming, mails
from rectify_xl.readers.submissions.incoming import Incoming
from rectify_xl.supervision.consolidation.unit_result import Rejection
from rectify_xl.supervision.submission import submission_manifest
from rectify_xl.supervision.submission.submission_manifest import SubmissionManifest, SubmittedPart
from rectify_xl.system import resources
from rectify_xl.system.digests import bytes_sha256

BOOK = b"PK\x03\x04 a workbook as far as its name says"


def met(*sources: str | Path) -> dict[str, bytes | str]:
    """Return the files in some sources: their bytes, or the code of why they cannot be read."""
    files: dict[str, bytes | str] = {}
    for file in Incoming([str(source) for source in sources]):
        data = incoming.content(file)
        assert file.place not in files
        files[file.place] = data.code if isinstance(data, Rejection) else data
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of some files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 8, 0, 0)), data)
    return target.getvalue()


def letter(files: Mapping[str, bytes], subject: str = "报送台账") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["From"], message["To"] = subject, "a@example.cn", "b@example.cn"
    message["Date"] = "Tue, 01 Sep 2026 08:30:00 +0800"
    message.set_content("请查收。")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def test_nested_folders_and_what_is_passed_over(tmp_path: Path) -> None:
    """Ledgers of all folders are met; what programs leave behind is not, and what goes along is counted."""
    for name in ("青林县/台账.xlsx", "青林县/~$台账.xlsx", "青林县/整改报告.docx", "青林县/佐证/照片.jpg", "云岭县.xls",
                 "Thumbs.db", ".DS_Store", "说明.txt", "__MACOSX/云岭县.xls", "白水县/扫描件.pdf"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BOOK)
    walk = Incoming([str(tmp_path)])
    files = {file.place: file.refusal.code if file.refusal else "" for file in walk}
    assert files == {"云岭县.xls": "", "白水县/扫描件.pdf": "HZ103", "青林县/台账.xlsx": ""}
    assert (walk.ignored, walk.accompanying) == (5, 2)


def test_archives_in_archives_and_names_of_old_programs(tmp_path: Path) -> None:
    """Names in GBK or UTF-8 come out as they were meant; too many layers are told and not opened."""
    inner = zipped({"台账.xlsx": BOOK})
    deep = BOOK
    for layer in range(7):
        deep = zipped({f"{layer}.zip" if layer else "台账.xlsx": deep})
    (tmp_path / "七月.zip").write_bytes(zipped({"青林县/台账.xlsx": BOOK, "云岭县.zip": inner}))
    (tmp_path / "深.zip").write_bytes(deep)
    for encoding, stand_in in (("gbk", b"ABCDEF"), ("utf-8", b"ABCDEFGHI")):
        data = zipped({f"{stand_in.decode()}.xlsx": BOOK}).replace(stand_in, "松河区".encode(encoding))
        (tmp_path / f"{encoding}.zip").write_bytes(data)
    files = met(tmp_path)
    assert files["七月.zip/青林县/台账.xlsx"] == BOOK
    assert files["七月.zip/云岭县.zip/台账.xlsx"] == BOOK
    assert files["gbk.zip/松河区.xlsx"] == files["utf-8.zip/松河区.xlsx"] == BOOK
    assert [place for place, code in files.items() if code == "HZ117"] == ["深.zip/6.zip/5.zip/4.zip/3.zip"]


def test_odd_ways_of_names_in_archives(tmp_path: Path) -> None:
    """./, ../ and hidden folders are how programs write names; every ledger is met, and nothing is written anywhere."""
    names = ("./甲.xlsx", "../../乙.xlsx", "/丙/台账.xlsx", "C:\\丁\\台账.xlsx", ".报送/戊.xlsx", "__MACOSX/甲.xlsx")
    (tmp_path / "包.zip").write_bytes(zipped(dict.fromkeys(names, BOOK)))
    assert set(met(tmp_path)) == {
        *("包.zip/甲.xlsx", "包.zip/乙.xlsx", "包.zip/丙/台账.xlsx", "包.zip/C:/丁/台账.xlsx", "包.zip/.报送/戊.xlsx")
    }


def test_mails_without_names_or_without_end(tmp_path: Path) -> None:
    """An attachment without a name is known by its content; too many forwards and an empty box are told."""
    nameless = letter({"台账.xlsx": BOOK}).as_bytes().replace(b"Content-Disposition", b"X-Nothing")
    (tmp_path / "没名.eml").write_bytes(nameless)
    inner = letter({"台账.xlsx": BOOK})
    for _ in range(6):
        outer = letter({}, "转发")
        outer.add_attachment(inner)
        inner = outer
    (tmp_path / "转发.eml").write_bytes(bytes(inner))
    (tmp_path / "空箱.mbox").write_bytes(b"")
    files = met(tmp_path)
    assert [data for place, data in files.items() if place.startswith("没名.eml/")] == [BOOK]
    assert {place: code for place, code in files.items() if not place.startswith("没名")} == {
        "转发.eml/转发的邮件": "HZ117",
        "空箱.mbox": "HZ117",
    }


def test_damaged_and_locked_archives_are_told(tmp_path: Path) -> None:
    """An archive that cannot be opened is a reason, and the files behind it are met all the same."""
    whole = zipped({"台账.xlsx": BOOK * 50})
    locked = bytearray(whole)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        locked[locked.index(mark) + offset] |= 1
    (tmp_path / "a坏.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b锁.zip").write_bytes(bytes(locked))
    (tmp_path / "c.rar").write_bytes(b"Rar!")
    (tmp_path / "d.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "e.xlsx").write_bytes(BOOK)
    files = met(tmp_path)
    assert files.pop("e.xlsx") == BOOK
    assert set(files.values()) == {"HZ117"}
    assert len(files) == 4


def test_mails_and_boxes_of_mails(tmp_path: Path) -> None:
    """Attachments come with their names, also of mails within mails; a mail without a workbook is told."""
    long_name = "青林县整改台账（2026年第三季度报送稿）.xlsx"
    (tmp_path / "一封.eml").write_bytes(bytes(letter({long_name: BOOK, "报告.pdf": b"%PDF"})))
    outer = letter({"云岭县.xlsx": BOOK}, "转发")
    outer.add_attachment(letter({"白水县.xlsx": BOOK}))
    (tmp_path / "转发.eml").write_bytes(bytes(outer))
    (tmp_path / "夹信.eml").write_bytes(bytes(letter({"青林县.eml": bytes(letter({"台账.xlsx": BOOK}))})))
    (tmp_path / "只有图.eml").write_bytes(bytes(letter({"扫描.png": b"\x89PNG"})))
    box = mailbox.mbox(tmp_path / "收件箱.mbox")
    for number in range(3):
        box.add(letter({"台账.xlsx": BOOK + bytes([number])}, f"第{number}个/单位"))
    box.close()
    files = met(tmp_path)
    assert files[f"一封.eml/{long_name}"] == BOOK
    assert files["转发.eml/云岭县.xlsx"] == files["转发.eml/白水县.xlsx"] == BOOK
    assert files["夹信.eml/青林县.eml/台账.xlsx"] == BOOK
    assert files["只有图.eml"] == "HZ103"
    assert [data for place, data in files.items() if place.startswith("收件箱.mbox/第")] == [
        BOOK + bytes([number]) for number in range(3)
    ]


def test_names_that_break_the_rules_of_mail() -> None:
    """Names as encoded words, in pieces, or as bytes of GBK are read as they were meant; so is the time of the mail."""
    headers = {
        "encoded": b'filename="=?gb18030?B?' + base64.b64encode("青林县.xlsx".encode("gbk")) + b'?="',
        "pieces": b"filename*0*=utf-8''%E9%9D%92%E6%9E%97; filename*1*=%E5%8E%BF.xlsx",
        "raw gbk": b'filename="' + "青林县.xlsx".encode("gbk") + b'"',
        "raw utf-8": b'filename="' + "青林县.xlsx".encode() + b'"',
    }
    for kind, header in headers.items():
        data = (
            b"From: a@example.cn\r\nDate: Tue, 01 Sep 2026 08:30:00 +0800\r\nMIME-Version: 1.0\r\n"
            b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n'
            b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
            + header
            + b"\r\n\r\nUEsDBA==\r\n--b--\r\n"
        )
        mail = mails.mail(data)
        assert [attached.name for attached in mail.attachments] == ["青林县.xlsx"], kind
        expected = datetime.fromisoformat("2026-09-01T08:30:00+08:00").astimezone().replace(tzinfo=None)
        assert mail.sent == expected


def test_when_a_mail_was_sent(tmp_path: Path) -> None:
    """By who wrote it; by the server that took it, where the day is none or another one; else it is told."""
    took = "from mx by mail.example.cn; Thu, 01 Oct 2026 08:31:05 +0800"
    for written, received, day in (
        ("Thu, 01 Oct 2026 08:30:00 +0800", took, "2026-10-01T08:30:00+08:00"),
        ("someday", took, "2026-10-01T08:31:05+08:00"),
        ("Tue, 01 Sep 2026 08:30:00 +0800", took, "2026-10-01T08:31:05+08:00"),
        ("Fri, 01 Mar 2030 08:30:00 +0800", took, "2026-10-01T08:31:05+08:00"),
        ("Tue, 01 Sep 2026 08:30:00 +0800", "", "2026-09-01T08:30:00+08:00"),
        ("someday", "by mail.example.cn; soon", ""),
    ):
        message = letter({"台账.xlsx": BOOK})
        del message["Date"]
        message["Date"] = written
        if received:
            message["Received"] = received
        expected = datetime.fromisoformat(day).astimezone().replace(tzinfo=None) if day else None
        assert mails.mail(bytes(message)).sent == expected
    (tmp_path / "无日期.eml").write_bytes(bytes(message))
    (file,) = Incoming([str(tmp_path)])
    stamp = (tmp_path / "无日期.eml").stat().st_mtime
    assert file.undated
    assert file.received == datetime.fromtimestamp(stamp)  # noqa: DTZ006 - the clock of this computer


def test_links_that_lead_out_are_refused(tmp_path: Path) -> None:
    """A link within the folder is the file itself; one that leads out, or nowhere, is told and not followed."""
    folder, outside = tmp_path / "报送", tmp_path / "别处"
    folder.mkdir()
    outside.mkdir()
    (outside / "机密.xlsx").write_bytes(BOOK)
    (folder / "台账.xlsx").write_bytes(BOOK)
    (folder / "内.xlsx").symlink_to(folder / "台账.xlsx")
    (folder / "外.xlsx").symlink_to(outside / "机密.xlsx")
    (folder / "断.xlsx").symlink_to(folder / "没有.xlsx")
    (folder / "圈").symlink_to(folder)
    os.mkfifo(folder / "管道.xlsx")
    files = met(folder)
    assert files.pop("台账.xlsx") == files.pop("内.xlsx") == BOOK
    assert files == {"外.xlsx": "HZ118", "断.xlsx": "HZ118", "圈": "HZ118", "管道.xlsx": "HZ118"}


def test_addresses_of_other_kinds() -> None:
    """What fsspec knows is read: folders in memory, a zip in memory, a pattern."""
    system = fsspec.filesystem("memory")
    system.pipe({"/报送/甲/台账.xlsx": BOOK, "/报送/乙.xlsx": BOOK + b"2", "/报送/说明.txt": b"-"})
    system.pipe("/包.zip", zipped({"丙/台账.xlsx": BOOK}))
    try:
        assert met("memory://报送") == {"乙.xlsx": BOOK + b"2", "甲/台账.xlsx": BOOK}
        assert met("zip://::memory://包.zip") == {"丙/台账.xlsx": BOOK}
        assert met("memory://包.zip") == {"包.zip/丙/台账.xlsx": BOOK}
        assert met("memory://报送/*.xlsx") == {"乙.xlsx": BOOK + b"2"}
    finally:
        system.rm("/报送", recursive=True)
        system.rm("/包.zip")


def test_an_address_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    """With what the system says of it, and no error of the program's own."""
    with pytest.raises(UsageError, match="地址打不开"):
        met(f"zip://::file://{tmp_path}/没有.zip")


def manifest(**files: bytes) -> SubmissionManifest:
    roles = {"台账": "ledger", "上报表": "form"}
    parts = tuple(
        SubmittedPart(f"{name}.xlsx", roles[name], len(data), bytes_sha256(data)) for name, data in files.items()
    )
    now = datetime(2026, 9, 2, 9)  # noqa: DTZ001 - the office's own clock
    return SubmissionManifest("甲", "", "", date(2026, 9, 1), now, "", "1", "1-0", {}, 0, 0, parts)


def test_one_submission_is_one_file(tmp_path: Path) -> None:
    """The 上报表, the list and the draft of the mail that go with a ledger are no submissions of their own."""
    listed = manifest(台账=BOOK, 上报表=BOOK + b"form")
    (tmp_path / "台账.xlsx").write_bytes(BOOK)
    (tmp_path / "上报表.xlsx").write_bytes(BOOK + b"form")
    (tmp_path / submission_manifest.MANIFEST).write_bytes(submission_manifest.dump(listed))
    (tmp_path / "草稿.eml").write_bytes(b"X-Unsent: 1\r\n" + bytes(letter({"台账.xlsx": BOOK})))
    (file,) = Incoming([str(tmp_path)])
    assert file.manifest is not None
    assert (file.place, file.manifest.files) == ("台账.xlsx", listed.files)
    assert set(file.companions) == {"上报表.xlsx"}
    (tmp_path / submission_manifest.MANIFEST).write_bytes(b"{")
    beside = {met_file.place: met_file.unread for met_file in Incoming([str(tmp_path)])}
    unread = beside["台账.xlsx"]
    assert unread is not None
    assert "读不出" in unread.message


def test_only_the_draft_of_the_same_submission_goes_with_it(tmp_path: Path) -> None:
    """The draft of another unit, or of an earlier packing, is read where somebody put it beside a package."""
    (tmp_path / "台账.xlsx").write_bytes(BOOK)
    packed = manifest(台账=BOOK)
    listed, altered = map(submission_manifest.dump, (packed, packed._replace(fingerprint="1-0")))
    before = submission_manifest.dump(packed._replace(made=packed.made - timedelta(days=1)))
    (tmp_path / submission_manifest.MANIFEST).write_bytes(listed)
    drafts = {
        "草稿": {"台账.xlsx": BOOK, submission_manifest.MANIFEST: listed},
        "没带清单": {"台账.xlsx": BOOK},
        "别家": {"别家.xlsx": BOOK + b"1"},
        "清单改过": {"台账.xlsx": BOOK, submission_manifest.MANIFEST: altered},
        "上次": {"台账.xlsx": BOOK, submission_manifest.MANIFEST: before},
    }
    for name, attached in drafts.items():
        (tmp_path / f"{name}.eml").write_bytes(b"X-Unsent: 1\r\n" + letter(attached).as_bytes(policy=SMTP))
    assert set(met(tmp_path)) == {"台账.xlsx", "别家.eml/别家.xlsx", "上次.eml/台账.xlsx"}


def test_a_source_within_another_one_is_met_once(tmp_path: Path) -> None:
    """Named twice, with another spelling, or with a folder of its own: each file once, and it is said."""
    for name in ("甲.xlsx", "重报/乙.xlsx"):
        (tmp_path / "报送" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "报送" / name).write_bytes(BOOK)
    whole, inner = tmp_path / "报送", tmp_path / "报送" / "重报"
    for sources in ((whole, whole), (whole, inner / ".."), (whole, inner), (inner, whole), (inner / "乙.xlsx", whole)):
        walk = Incoming(list(map(str, sources)))
        assert {file.place for file in walk} == {"甲.xlsx", "重报/乙.xlsx"}, sources
        (note,) = walk.notes
        assert "只算一次" in note
        assert incoming.expected(list(map(str, sources))) == 2
    assert not Incoming([str(whole), str(tmp_path / "别处")]).notes


def test_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Two folders 报送 of two counties: no place stands for two files."""
    for county in ("甲县", "乙县"):
        (tmp_path / county / "报送").mkdir(parents=True)
        (tmp_path / county / "报送" / "台账.xlsx").write_bytes(BOOK + county.encode())
    files = met(tmp_path / "甲县" / "报送", tmp_path / "乙县" / "报送")
    assert files == {"报送/台账.xlsx": BOOK + "甲县".encode(), "报送（2）/台账.xlsx": BOOK + "乙县".encode()}


def test_names_are_shown_as_they_end(tmp_path: Path) -> None:
    """A mark that turns the direction of writing hides no ending; a blank behind it makes no other kind of file."""
    (tmp_path / "台账\u202egpj.xlsx").write_bytes(BOOK)
    (tmp_path / "空格.xlsx ").write_bytes(BOOK)
    assert met(tmp_path) == {"台账gpj.xlsx": BOOK, "空格.xlsx ": BOOK}


def test_a_list_hides_nobodys_ledger(tmp_path: Path) -> None:
    """A list that names other units' ledgers as its papers, or lies beside their mails, takes none of them away."""
    ledger = resources.path("workbook_template.xlsx").read_bytes()
    listed = manifest(台账=BOOK, 上报表=ledger)
    (tmp_path / "台账.xlsx").write_bytes(BOOK)
    (tmp_path / "上报表.xlsx").write_bytes(ledger)
    (tmp_path / submission_manifest.MANIFEST).write_bytes(submission_manifest.dump(listed))
    (tmp_path / "草稿.eml").write_bytes(b"X-Unsent: 1\r\n" + bytes(letter({"台账.xlsx": BOOK})))
    (tmp_path / "别家.eml").write_bytes(bytes(letter({"别家台账.xlsx": BOOK})))
    files = {file.place: file.unlisted for file in Incoming([str(tmp_path)])}
    assert set(files) == {"台账.xlsx", "上报表.xlsx", "别家.eml/别家台账.xlsx"}
    assert files["台账.xlsx"] == ""
    assert "清单里没有" in files["别家.eml/别家台账.xlsx"]


def test_files_that_are_too_large_are_not_read(tmp_path: Path) -> None:
    """A size that no ledger has is told without reading the file, in archives too."""
    large = tmp_path / "大.xlsx"
    with large.open("wb") as file:
        file.truncate(incoming.LARGEST + 1)
    with zipfile.ZipFile(tmp_path / "大.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(large, "大.xlsx")
    assert met(tmp_path) == {"大.xlsx": "HZ104", "大.zip/大.xlsx": "HZ104"}


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 8))
def test_no_damage_to_archives_and_mails_stops_the_walk(seed: int, changes: int) -> None:
    """Whatever bytes are changed or cut, the walk ends, and every file is read or has a reason."""
    chance = random.Random(seed)  # noqa: S311 - damage, no secrets
    sources = {
        "a.zip": zipped({"台账.xlsx": BOOK, "b.zip": zipped({"台账.xlsx": BOOK})}),
        "b.eml": bytes(letter({"台账.xlsx": BOOK, "b.zip": zipped({"台账.xlsx": BOOK})})),
    }
    system = fsspec.filesystem("memory")
    for name, whole in sources.items():
        data = bytearray(whole)
        for _ in range(changes):
            data[chance.randrange(len(data))] = chance.randrange(256)
        system.pipe(f"/坏/{name}", bytes(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data))
    try:
        for file in Incoming(["memory://坏"]):
            assert isinstance(incoming.content(file), bytes | Rejection)
    finally:
        system.rm("/坏", recursive=True)


def test_headers_that_break_off_leave_the_attachment_readable() -> None:
    """The library raises on them; what hangs on the mail is read all the same, under whatever name is left."""
    for header in ("attachment; filename*", "attachment; filename*0", "inline; filename*", "attachment; filename*=x'"):
        data = (
            "From: a@example.cn\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n'
            f"Content-Transfer-Encoding: base64\r\nContent-Disposition: {header}\r\n\r\nUEsDBA==\r\n--b--\r\n"
        )
        (attached,) = mails.mail(data.encode()).attachments
        assert attached.open().read() == b"PK\x03\x04", header
