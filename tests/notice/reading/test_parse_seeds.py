"""Both real notices are read as a careful reader reads them, from text, Word and HTML alike."""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path
from typing import Any

import docx
import pytest

from rectify_xl.notice.model import NoticeItem, ParsedNotice, SourceLine, Status
from rectify_xl.notice.reading.parse import parse
from rectify_xl.readers.read_source import read_source
from tests.conftest import SEED_000, SEED_002


def lines(text: str) -> list[SourceLine]:
    return [SourceLine(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]


def kind(status: Status | None) -> str | None:
    if status is None:
        return None
    if status.mixed:
        return "mixed"
    if status.follow_up == "长期坚持":
        return "longterm"
    return "done_immediate" if status.immediate else "done"


def as_expected(item: NoticeItem) -> dict[str, Any]:
    return {
        "no": item.no,
        "aspect": item.aspect,
        "group": item.group,
        "heading": item.heading.title,
        "status_raw": item.status.text if item.status else None,
        "label": item.label,
        "status_kind": kind(item.status),
        "body_sha256": hashlib.sha256(item.body.encode()).hexdigest(),
        "measures": len(item.measures),
    }


def assert_as_expected(parsed: ParsedNotice, folder: Path, name: str) -> None:
    expected = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert [{"no": no, "heading": each.printed} for no, each in enumerate(parsed.aspects, 1)] == expected["aspects"]
    assert [{"aspect": each.aspect, "heading": each.heading.printed} for each in parsed.groups] == expected["groups"]
    assert [as_expected(item) for item in parsed.items] == expected["items"]


@pytest.fixture(scope="module")
def seed_000(seeds: Path) -> ParsedNotice:
    return parse(lines((seeds / f"{SEED_000}.txt").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def seed_002(seeds: Path) -> ParsedNotice:
    return parse(lines((seeds / f"{SEED_002}.txt").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", [SEED_000, SEED_002])
@pytest.mark.parametrize("form", ["txt", "gb18030", "utf-16", "utf-8-sig", "docx", "html"])
def test_every_form_of_a_notice_reads_alike(name: str, form: str, seeds: Path, tmp_path: Path) -> None:
    """Aspects, groups and items are exactly the expected ones, whatever the file's kind, encoding and name."""
    text = (seeds / f"{name}.txt").read_text(encoding="utf-8")
    path = tmp_path / "来文.dat"
    if form == "docx":
        document = docx.Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
        document.save(str(path))
    elif form == "html":
        body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n"))
        page = f"<html><head><meta charset='gb2312'><script>1</script></head><body><nav>首页</nav>{body}</body></html>"
        path.write_bytes(page.encode("gb18030"))
    else:
        path.write_bytes(text.encode("utf-8" if form == "txt" else form))
    assert_as_expected(parse(read_source(path)), seeds, name)


def test_facts_of_seed_000(seed_000: ParsedNotice) -> None:
    """Edition, inspection, dates, contact and stated totals are kept as printed."""
    assert (seed_000.edition, seed_000.inspector, seed_000.round) == ("社会公开稿", "区委第四巡察组", "")
    assert (seed_000.inspected_from, seed_000.inspected_to, seed_000.feedback) == (
        "2024年11月20日",
        "2025年1月20日",
        "3月18日",
    )
    assert seed_000.date.iso == "2025-09-26"
    assert (seed_000.contact.phone[:5], seed_000.contact.address, seed_000.contact.postcode) == ("0632-", "", "")
    assert seed_000.contact.email.endswith("@163.com")
    assert seed_000.declared == {
        "方面": 4,
        "大项": 11,
        "具体问题": 31,
        "完成": 28,
        "继续整改": 3,
        "长期坚持": 11,
        "制度": 19,
    }


def test_findings_of_seed_000(seed_000: ParsedNotice) -> None:
    """The year of the feedback is said to be inferred, item 3 lacks 问题, item 27 has another label; nothing else."""
    assert [(each.code, each.row_id, each.line) for each in seed_000.findings] == [
        ("IM113", "", 11),
        ("IM106", "P003", 33),
        ("IM105", "P027", 116),
    ]


def test_mixed_lines_of_seed_000(seed_000: ParsedNotice) -> None:
    """Mixed lines say what remains and until when: the thing where one is named, otherwise the clause as printed."""
    mixed = {item.no: item.status for item in seed_000.items if item.status and item.status.mixed}
    assert {no: (status.remaining, status.remaining_due.iso) for no, status in mixed.items()} == {
        14: ("继续整改、2025年12月前整改完成", "2025-12"),
        16: ("医德医风培训", "2025-07"),
        31: ("继续整改、2025年12月前整改完成", "2025-12"),
    }


def test_facts_of_seed_002(seed_002: ParsedNotice) -> None:
    """Damaged dates stay as printed; round, address and postcode are found."""
    assert (seed_002.inspected_from, seed_002.inspected_to, seed_002.feedback) == ("202442日", "820日", "2024919日")
    assert (seed_002.date.kind, seed_002.date.text) == ("damaged", "2025年512")
    assert (seed_002.inspector, seed_002.round) == ("县委第一巡察组", "十四届县委第六轮")
    assert (seed_002.contact.postcode, seed_002.contact.address[-4:]) == ("256500", "427号")
    assert {name: seed_002.declared[name] for name in ("具体问题", "整改措施", "具体措施", "制度")} == {
        "具体问题": 33,
        "整改措施": 97,
        "具体措施": 171,
        "制度": 26,
    }


def test_findings_of_seed_002(seed_002: ParsedNotice) -> None:
    """Four damaged dates, three lost numbers, an unbalanced quotation and 101 measures against 97 are found."""
    assert [(each.code, each.line) for each in seed_002.findings] == [
        ("IM101", 5),
        ("IM101", 5),
        ("IM101", 5),
        ("IM108", 9),
        ("IM102", 49),
        ("IM102", 95),
        ("IM107", 107),
        ("IM102", 133),
        ("IM101", 169),
    ]
    damaged = [each.message.split("”")[0].split("“")[1] for each in seed_002.findings if each.code == "IM101"]
    assert damaged == ["202442日", "820日", "2024919日", "2025年512"]
    assert "文中写明整改措施97条，逐条数出101条，多4条" in seed_002.findings[3].message


@pytest.mark.parametrize(("seed", "left_out"), [("seed_000", 8), ("seed_002", 4)])
def test_what_surrounds_the_notice_is_listed(seed: str, left_out: int, request: pytest.FixtureRequest) -> None:
    """Metadata lines and page footers are left out of the text, and every line of the page is accounted for."""
    parsed: ParsedNotice = request.getfixturevalue(seed)
    assert len(parsed.left_out) == left_out
    assert not [passage for passage in parsed.passages if "发布时间" in passage.body or "备案号" in passage.body]
