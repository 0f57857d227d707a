"""What `submit` packs is known by itself, with its list, without it, or beside the list of somebody else."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from rectify_xl.doors import cli
from rectify_xl.readers.submissions import enclosures
from rectify_xl.supervision.consolidation.unit_result import Enclosure
from rectify_xl.supervision.submission.submission_manifest import MANIFEST
from rectify_xl.workbook.reading import any_workbook
from tests.consolidated_units import AS_OF, consolidate, draw, edited

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set:UserWarning")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units' submissions as `submit` writes them, without the drafts of the mails."""
    drawn = draw(tmp_path_factory.mktemp("units"), 2)
    target = tmp_path_factory.mktemp("packed")
    for ledger in sorted(drawn.iterdir()):
        words = ["submit", str(ledger), "-o", str(target / ledger.stem), "--with-errors", "先报数", "--json"]
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            assert cli.main([*words, "--as-of", AS_OF.isoformat()]) in (0, 1)
    for draft in target.rglob("*.eml"):
        draft.unlink()
    return target


@pytest.fixture
def sent(packed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(packed, tmp_path / "报送"))


def relisted(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the list of a submission."""
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    change(listed)
    (folder / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")


def warned(data: Any) -> dict[str, str]:
    """Return what the store has been warned of, by code."""
    with duckdb.connect(data["database"], read_only=True) as database:
        return dict(database.execute("SELECT code, seen FROM warnings").fetchall())


def codes(data: Any) -> list[tuple[str, bool]]:
    return [(line["code"], line["counted"]) for line in data["rejected"]]


def test_papers_that_lost_their_list_are_enclosures(sent: Path, tmp_path: Path) -> None:
    """上报表 and 校验情况 without 清单.json are neither counted nor refused; that it is missing is said once a unit."""
    for manifest in sent.rglob(MANIFEST):
        manifest.unlink()
    data = consolidate(sent, "--store", tmp_path / "库").data
    assert (data["received"], data["accepted"], data["accompanying"]) == (2, 2, 4)
    assert (data["rejected"], data["duplicates"]) == ([], [])
    for unit in data["units"]:
        assert sum("清单.json没有一同报来" in caveat for caveat in unit["caveats"]) == 1


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [("{", "HZ110", "读不出"), ("", "HZ110", "读不出"), ("newer", "HZ109", "较新的程序")],
)
def test_a_list_that_cannot_be_read_is_told(sent: Path, tmp_path: Path, content: str, code: str, words: str) -> None:
    """Damaged, empty, of a later program: the ledger bears it, its papers stay papers."""
    folder = min(sent.iterdir())
    if content == "newer":
        relisted(folder, lambda listed: listed.update(version=99))
    else:
        (folder / MANIFEST).write_text(content, encoding="utf-8")
    data = consolidate(sent, "--store", tmp_path / "库").data
    assert (data["accepted"], data["accompanying"], codes(data)) == (2, 2, [(code, True)])
    assert words in data["rejected"][0]["message"]


def test_attachments_of_many_mails_in_one_folder_accuse_nobody(sent: Path, tmp_path: Path) -> None:
    """One list of many is left, or a broken one: the other units only hear that nothing was compared."""
    flat = tmp_path / "平"
    flat.mkdir()
    for path in sorted(sent.rglob("*.*")):
        shutil.copy2(path, flat)
    data = consolidate(flat, "--store", tmp_path / "库").data
    assert (data["accepted"], data["rejected"], data["duplicates"]) == (2, [], [])
    assert sum("没有一同报来" in caveat for unit in data["units"] for caveat in unit["caveats"]) == 1
    (flat / MANIFEST).write_text("{", encoding="utf-8")
    data = consolidate(flat, "--store", tmp_path / "库").data
    assert (data["accepted"], data["rejected"]) == (2, [])
    assert [caveat for caveat in data["caveats"] if "2家单位的台账" in caveat]


@pytest.mark.parametrize(
    "names", [("清单.json", "清单(1).json"), ("清单(1).json", "清单 (2).json"), ("甲.json", "清单.json(1)")]
)
def test_lists_of_several_units_in_one_folder_are_each_held_to(
    sent: Path, tmp_path: Path, names: Sequence[str]
) -> None:
    """Systems put a number behind a name that is there already; an altered ledger is told all the same."""
    flat = tmp_path / "存下的附件"
    flat.mkdir()
    for folder, name in zip(sorted(sent.iterdir()), names, strict=True):
        for file in folder.iterdir():
            if file.name == MANIFEST:
                shutil.copy2(file, flat / name)
            elif file.suffix != ".eml":
                stem = f"{file.stem}(1)" if "台账" in file.stem and name == names[1] else file.stem
                shutil.copy2(file, flat / f"{stem}{file.suffix}")
    data = consolidate(flat, "--store", tmp_path / "库").data
    assert (data["received"], data["accepted"], data["rejected"], data["accompanying"]) == (2, 2, [], 0)
    assert not [caveat for unit in data["units"] for caveat in unit["caveats"] if "清单" in caveat]
    ledger = next(path for path in flat.iterdir() if path.stem.endswith("(1)") and path.suffix == ".xlsx")

    def forge(book: openpyxl.Workbook) -> None:
        book["问题台账"]["D3"] = "学习走过场"

    ledger.write_bytes(edited(ledger, forge))
    rejected = consolidate(flat, "--store", tmp_path / "库").data["rejected"]
    assert [(line["code"], line["file"]) for line in rejected] == [("HZ125", ledger.name), ("HZ110", ledger.name)]


@pytest.mark.parametrize("ending", ["", ".zip", "forwarded"])
def test_a_ledger_from_the_mailbox_of_another_unit_is_told(packed: Path, tmp_path: Path, ending: str) -> None:
    """It counts only where the unit itself sent none, however late it was worked on."""
    mine, other = (next(folder.glob("*整改台账*")) for folder in sorted(packed.iterdir())[:2])
    unit, stranger = openpyxl_unit(mine.parent), openpyxl_unit(other.parent)
    roster = openpyxl.Workbook()
    roster.worksheets[0].append(["单位", "邮箱"])
    roster.worksheets[0].append([unit, "own@example.com"])
    roster.worksheets[0].append([stranger, "Other@Example.com"])
    roster.save(tmp_path / "名册.xlsx")
    (tmp_path / "信").mkdir()

    def post(sender: str, content: bytes, day: int, name: str) -> None:
        letter = EmailMessage()
        letter["From"], letter["Date"] = sender, f"{day} Sep 2026 10:00:00 +0800"
        letter.set_content("请查收。")
        if ending == ".zip":
            (tmp_path / name).mkdir()
            (tmp_path / name / "台账.xlsx").write_bytes(content)
            content = Path(shutil.make_archive(str(tmp_path / f"{name}包"), "zip", tmp_path / name)).read_bytes()
        kind = ".xlsx" if ending == "forwarded" else ending or ".xlsx"
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"台账{kind}")
        if ending == "forwarded":
            inner = letter
            letter = EmailMessage()
            letter["From"], letter["Date"] = "office@example.com", "29 Sep 2026 10:00:00 +0800"
            letter.set_content("转。")
            letter.add_attachment(inner)
        (tmp_path / "信" / f"{name}.eml").write_bytes(bytes(letter))

    def forge(book: openpyxl.Workbook) -> None:
        book["问题台账"]["D3"] = "学习走过场"

    post("“邻居” <other@example.com>", edited(mine, forge), 28, "甲")
    words = (tmp_path / "信", "--store", tmp_path / "库", "--roster", tmp_path / "名册.xlsx")
    data = consolidate(*words).data
    assert ("HZ124", True) in codes(data)
    message = next(line["message"] for line in data["rejected"] if line["code"] == "HZ124")
    assert f"邮件是从名册里“{stranger}”的邮箱（other@example.com）寄来的" in message
    post("own@example.com", mine.read_bytes(), 1, "乙")
    data = consolidate(*words).data
    assert "HZ124" not in {code for code, _ in codes(data)}
    assert [(other["reason"], other["unit"]) for other in data["duplicates"]] == [("报送人存疑", unit)]
    assert data["units"][0]["file"].startswith("乙.eml/")


@pytest.mark.parametrize("ending", ["", ".zip"])
def test_a_mail_says_when_it_was_sent_and_its_list_does_not(sent: Path, tmp_path: Path, ending: str) -> None:
    """Packed in September, as it says, and mailed in October: late, attached as it is or in an archive."""
    folder = min(sent.iterdir())
    relisted(folder, lambda data: data.update(made="2026-09-28 08:00:00", fingerprint=f"9{data['fingerprint'][1:]}"))
    unit = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["unit"]
    roster = openpyxl.Workbook()
    roster.worksheets[0].append(["单位", "应报日期"])
    roster.worksheets[0].append([unit, datetime(2026, 9, 30)])  # noqa: DTZ001 - as Excel keeps days
    roster.save(tmp_path / "名册.xlsx")
    letter = EmailMessage()
    letter["From"], letter["Date"] = "a@example.com", "Mon, 28 Sep 2026 10:00:00 +0800"
    letter["Received"] = "from a by b; Thu, 08 Oct 2026 10:00:00 +0800"
    letter.set_content("请查收。")
    parts = sorted(folder.iterdir())
    if ending:
        parts = [Path(shutil.make_archive(str(tmp_path / "报送件"), "zip", folder))]
    for part in parts:
        letter.add_attachment(part.read_bytes(), maintype="application", subtype="octet-stream", filename=part.name)
    (tmp_path / "信").mkdir()
    (tmp_path / "信" / "上报.eml").write_bytes(bytes(letter))
    data = consolidate(tmp_path / "信", "--store", tmp_path / "库", "--roster", tmp_path / "名册.xlsx").data
    assert data["late"] == [{"unit": unit, "days": 8, "due": "2026-09-30"}]
    assert [reason["code"] for reason in data["rejected"]] == ["HZ110"]
    assert "不是它写明的那一版程序算的" in data["rejected"][0]["message"]
    relisted(folder, lambda listed: listed.update(program="9.9"))
    (unit,) = consolidate(folder, "--store", tmp_path / "库").data["units"]
    assert "核对码没有核对" in "".join(unit["caveats"])


def test_papers_without_their_ledger_are_refused_once(sent: Path, tmp_path: Path) -> None:
    """With or without the list, a unit that sent only papers is told to send the ledger."""
    folder = min(sent.iterdir())
    next(folder.glob("*整改台账*")).unlink()
    for _ in range(2):
        data = consolidate(sent, "--store", tmp_path / "库").data
        assert (data["accepted"], codes(data)) == (1, [("HZ122", False)])
        assert data["rejected"][0]["unit"] == openpyxl_unit(folder)
        (folder / MANIFEST).unlink(missing_ok=True)


def openpyxl_unit(folder: Path) -> str:
    """Return the unit that the 校验情况 in a folder names in its title."""
    title = str(openpyxl.load_workbook(next(folder.glob("*校验情况*"))).worksheets[0]["A1"].value)
    return title.partition("整改台账")[0]


def test_a_list_of_another_unit_or_round_is_told(sent: Path, tmp_path: Path) -> None:
    """A ledger that goes under the list of somebody else, or says fewer errors than it has, does not pass."""
    first, second = sorted(sent.iterdir())
    relisted(first, lambda listed: listed.update(unit="别的单位", round="另一轮"))
    relisted(second, lambda listed: listed.update(errors=0, verified=0))
    data = consolidate(sent, "--store", tmp_path / "库").data
    assert codes(data) == [("HZ110", True)] * 2
    messages = [line["message"] for line in data["rejected"]]
    assert any("清单写的单位是“别的单位”" in message and "巡察轮次" in message for message in messages)
    assert any("校验错误是0处" in message for message in messages)


def test_an_archive_with_its_own_list_is_measured_by_that(sent: Path, tmp_path: Path) -> None:
    """A whole submission in a zip beside a stray list is not called unlisted."""
    first, second = sorted(sent.iterdir())
    shutil.make_archive(str(sent / "另一家"), "zip", second)
    shutil.rmtree(second)
    shutil.copy2(first / MANIFEST, sent)
    data = consolidate(sent, "--store", tmp_path / "库").data
    assert (data["accepted"], data["rejected"]) == (2, [])


def test_papers_are_known_by_their_mark_and_by_their_layout(packed: Path) -> None:
    """Renamed, saved by another program, without its mark: 校验情况 is known; a ledger is never taken for a paper."""
    folder = min(packed.iterdir())

    def seen(name: str, *, marked: bool = True) -> Enclosure | None:
        path = next(folder.glob(f"*{name}*"))
        data = path.read_bytes()
        if not marked:
            book: Any = openpyxl.load_workbook(path)
            for prop in list(book.custom_doc_props.names):
                del book.custom_doc_props[prop]
            target = io.BytesIO()
            book.save(target)
            data = target.getvalue()
        return enclosures.recognised(data, any_workbook.read_grid(data, "改了名.xlsx"))

    unit = openpyxl_unit(folder)
    assert seen("校验情况") == seen("校验情况", marked=False) == Enclosure("校验情况", unit)
    assert seen("上报表") == Enclosure("上报表", unit)
    assert seen("上报表", marked=False) is None
    assert seen("整改台账") is None


def test_what_only_the_own_ledger_remembers_goes_along_in_the_list(tmp_path: Path) -> None:
    """Deleted, postponed, computed: the sums are the same whether the ledger itself or its clean package comes."""
    (tmp_path / "units").mkdir()
    drawn = draw(tmp_path / "units", 1)
    ledger = next(drawn.iterdir())
    book = openpyxl.load_workbook(ledger)
    sheet = book["问题台账"]
    columns = {cell.value: place for place, cell in enumerate(sheet[1], 1)}
    rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns["具体问题"]).value]
    for row in rows[:2]:
        sheet.cell(row, columns["完成程度"]).value = "整改中"
        sheet.cell(row, columns["整改时限"]).value = datetime(2027, 3, 1)  # noqa: DTZ001 - Excel knows no zones
    sheet.delete_rows(rows[2])
    book.save(ledger)
    target = tmp_path / "甲"
    words = ["submit", str(ledger), "-o", str(target), "--with-errors", "先报数", "--json"]
    shutil.copytree(drawn, tmp_path / "direct")
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert cli.main([*words, "--as-of", AS_OF.isoformat()]) in (0, 1)
    direct = consolidate(tmp_path / "direct", "--store", tmp_path / "库1").data
    packed = consolidate(target, "--store", tmp_path / "库2").data
    seen = warned(packed)
    assert "删除1处" in seen["HZ216"]
    assert "整改时限被改晚2处" in seen["HZ216"]
    assert seen == warned(direct)
    assert packed["units"][0]["doubts"] == direct["units"][0]["doubts"]
    (sentence,) = [caveat for caveat in packed["units"][0]["caveats"] if "改动须核实" in caveat]
    assert "整改时限改晚2处（RX723）" in sentence
    assert sentence.endswith("见报来的校验情况；是哪些问题，见《预警》。")
    relisted(target, lambda listed: listed.pop("doubts"))
    silent = consolidate(target, "--store", tmp_path / "库3").data
    assert "清单没有写明台账里的改动痕迹" in "".join(silent["units"][0]["caveats"])
    relisted(target, lambda listed: listed.update(program="0.9"))
    before = consolidate(target, "--store", tmp_path / "库4").data
    assert "清单没有写明" not in "".join(before["units"][0]["caveats"])


@pytest.mark.parametrize("with_log", [False, True])
def test_a_ledger_that_was_merely_saved_again_is_no_return(sent: Path, tmp_path: Path, *, with_log: bool) -> None:
    """The same content in other bytes is said and counts; an edit is told, and what only the bytes vouch for."""
    same, other = sorted(sent.iterdir())
    for folder in (same, other):
        relisted(folder, lambda listed: listed.update(with_log=with_log))
    (ledger,) = same.glob("*整改台账*.xlsx")
    book = openpyxl.load_workbook(ledger)
    book.save(ledger)
    (ledger,) = other.glob("*整改台账*.xlsx")
    ledger.write_bytes(edited(ledger, _promise_more))
    data = consolidate(sent, "--store", tmp_path / "库").data
    messages = {line["file"].partition("/")[0]: line["message"] for line in data["rejected"] if line["code"] == "HZ110"}
    assert "打包以后改过" in messages.pop(other.name)
    said = {unit["file"].partition("/")[0]: "".join(unit["caveats"]) for unit in data["units"]}
    assert ("另存过" in said[same.name]) is not with_log
    assert "另存过" not in said[other.name]
    if with_log:
        assert "变更记录改没改过看不出来" in messages.pop(same.name)
    assert messages == {}


def _promise_more(book: openpyxl.Workbook) -> None:
    sheet = book["问题台账"]
    column = next(cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value == "整改进展")
    sheet.cell(sheet.max_row, column).value = "改了一处"


def _bare(packed: Path, target: Path, edit: Callable[[openpyxl.Workbook], None], days: int = 0) -> Path:
    """Put the ledger of the first submission alone into a folder, edited, as of so many days after it was packed."""
    target.mkdir()
    (ledger,) = min(packed.iterdir()).glob("*整改台账*.xlsx")
    (target / ledger.name).write_bytes(edited(ledger, edit))
    made = (datetime.now() + timedelta(days=days)).timestamp()  # noqa: DTZ005 - the clock by which it was packed
    os.utime(target / ledger.name, (made, made))
    return target


def test_a_copy_that_was_edited_and_comes_alone_is_told(packed: Path, tmp_path: Path) -> None:
    """By its own line; not one that was saved again, nor the ledger on which a unit goes on weeks later."""

    def reasons(name: str, edit: Callable[[openpyxl.Workbook], None], days: int = 0) -> list[tuple[str, bool]]:
        data = consolidate(_bare(packed, tmp_path / name, edit, days), "--store", tmp_path / "库").data
        assert data["accepted"] == 1
        return [code for code in codes(data) if code[0] in ("HZ110", "HZ125")]

    assert reasons("另存", lambda book: book.create_sheet("自己的表")) == []
    assert reasons("改过", _promise_more) == [("HZ125", True)]
    assert reasons("接着用", _promise_more, 25) == []


@pytest.mark.parametrize("way", ["folder", "zip", "mail"])
def test_a_list_that_travels_along_tells_one_changed_cell(sent: Path, tmp_path: Path, way: str) -> None:
    """In a folder, in an archive, on a mail: once, by the list; by the copy itself where the list was made to fit."""
    folder = min(sent.iterdir())
    (ledger,) = folder.glob("*整改台账*.xlsx")
    ledger.write_bytes(edited(ledger, _promise_more))
    target = tmp_path / "来"
    target.mkdir()

    def bring() -> Any:
        if way == "zip":
            shutil.make_archive(str(target / "包"), "zip", folder)
        elif way == "mail":
            letter = EmailMessage()
            letter["From"], letter["Date"] = "a@example.com", "Tue, 29 Sep 2026 10:00:00 +0800"
            for part in sorted(folder.iterdir()):
                content = part.read_bytes()
                letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=part.name)
            (target / "信.eml").write_bytes(bytes(letter))
        else:
            shutil.copytree(folder, target / "夹", dirs_exist_ok=True)
        return consolidate(target, "--store", tmp_path / "库").data

    data = bring()
    assert [code for code, _ in codes(data)] == ["HZ110"]
    assert "打包以后改过（核对码不同）" in data["rejected"][0]["message"]
    content = data["units"][0]["fingerprint"]
    sum_now = hashlib.sha256(ledger.read_bytes()).hexdigest()
    parts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    fitting = [{**part, "sha256": sum_now} if part["role"] == "ledger" else part for part in parts]
    relisted(folder, lambda listed: listed.update(fingerprint=content, files=fitting))
    assert [code for code, _ in codes(bring())] == ["HZ125"]
