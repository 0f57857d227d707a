"""From a notice to its cells and back, and what became outdated, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.system import resources
from rectify_xl.workbook.file_host import FileBook
from tests.doors.test_cli import call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with our sample as 台账.xlsx, 通报.docx and 追溯.json."""
    where = tmp_path_factory.mktemp("追溯")
    sample = resources.path("samples", "示例通报.txt")
    assert call("import", str(sample), "-o", str(where / "台账.xlsx")).returncode == 0
    words = (
        "-o",
        str(where / "通报.docx"),
        "--trace",
        str(where / "追溯.json"),
        "--as-of",
        "2026-09-30",
        "--audience",
        "internal",
    )
    done = call("notice", str(where / "台账.xlsx"), *words)
    assert done.returncode == 0, done.stderr
    return where


def ask(folder: Path, *words: str, status: int = 0) -> Any:
    done = call("trace", str(folder / "通报.docx"), "--json", *words)
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


def test_the_document_alone_tells_what_the_json_tells(folder: Path) -> None:
    """The record in the document and the file of `--trace` are the same."""
    told = ask(folder)
    written = json.loads((folder / "追溯.json").read_text(encoding="utf-8"))
    assert {key: told[key] for key in written} == written
    assert len(written["places"]) > 50


def test_a_cell_leads_to_its_places_and_a_bookmark_to_its_cell(folder: Path) -> None:
    """The progress of the first problem is found from its cell, and back from the bookmark."""
    places = ask(folder, "--cell", "问题台账!P2")["places"]
    assert {tuple(place["cells"]) for place in places} == {("问题台账!P2",)}
    [place] = ask(folder, "--bookmark", places[0]["bookmark"])["places"]
    assert place == places[0]
    counted = ask(folder, "--cell", "问题台账!M2")["places"]
    assert "完成数" in {place["name"] for place in counted}
    assert {place["kind"] for place in counted if "问题台账!M2" in place["counted"]} == {"number"}


def test_what_is_not_there_is_told(folder: Path) -> None:
    """An unknown bookmark and an address that cannot be read are errors with a remedy."""
    for words, message in (
        (("--bookmark", "rx_9999"), "没有书签rx_9999"),
        (("--cell", "甲乙"), "看不懂单元格“甲乙”"),
    ):
        done = call("trace", str(folder / "通报.docx"), *words)
        assert (done.returncode, message in done.stderr) == (2, True)
    done = call("trace", str(folder / "台账.xlsx"))
    assert done.returncode == 2
    assert "Word" in done.stderr


def test_sentences_that_changed_in_the_ledger_are_outdated(folder: Path, tmp_path: Path) -> None:
    """After an edit of one cell, its sentences and no others are outdated; without one, none is."""
    assert ask(folder, "--ledger", str(folder / "台账.xlsx"))["changes"] == []
    edited = tmp_path / "台账.xlsx"
    edited.write_bytes((folder / "台账.xlsx").read_bytes())
    book = FileBook(edited)
    column = 1 + list(book.read().sheets["问题台账"].rows[0]).index("整改进展")
    book.write((SheetChanges("问题台账", (CellWrite(2, column, "全部重新写过。"),)),))
    changes = ask(folder, "--ledger", str(edited), status=1)["changes"]
    assert {change["state"] for change in changes} == {"outdated"}
    assert {cell for change in changes for cell in change["cells"]} == {"问题台账!P2"}
    assert {change["now"] for change in changes} == {"全部重新写过。"}


def test_a_trace_file_is_not_overwritten_without_force(folder: Path, tmp_path: Path) -> None:
    """`--trace` refuses a file that exists before the notice is written."""
    (tmp_path / "追溯.json").write_text("旧", encoding="utf-8")
    words = ("-o", str(tmp_path / "通报.docx"), "--trace", str(tmp_path / "追溯.json"))
    done = call("notice", str(folder / "台账.xlsx"), *words)
    assert (done.returncode, "目标文件已存在" in done.stderr) == (2, True)
    assert not (tmp_path / "通报.docx").exists()
    assert (tmp_path / "追溯.json").read_text(encoding="utf-8") == "旧"


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_web_pages_and_texts_are_traced_too(folder: Path, tmp_path: Path, suffix: str) -> None:
    """A page carries its cells in `data-cell`; a text carries nothing, and both have the JSON."""
    target, trace = tmp_path / f"通报.{suffix}", tmp_path / "T.json"
    words = ("-o", str(target), "--trace", str(trace), "--as-of", "2026-09-30", "--audience", "internal")
    done = call("notice", str(folder / "台账.xlsx"), *words)
    assert done.returncode == 0, done.stderr
    printed = target.read_text(encoding="utf-8")
    places = json.loads(trace.read_text(encoding="utf-8"))["places"]
    texts = [place["text"] for place in json.loads((folder / "追溯.json").read_text(encoding="utf-8"))["places"]]
    assert ["".join(place["text"].split()) for place in places] == ["".join(text.split()) for text in texts]
    assert ('data-cell="问题台账!P2"' in printed) == (suffix == "html")
    assert [each for each in printed if "\ufdd0" <= each <= "\ufdef"] == []
    if suffix == "html":
        from lxml import html

        root: Any = html.fromstring(printed)
        for place in places[:40]:
            [span] = root.xpath(f"//span[@id='{place['bookmark']}']")
            assert span.text_content() == place["text"]
