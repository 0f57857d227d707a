"""The two real notices, through the command line, with the figures that a careful reader finds in them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import SEED_000, SEED_002
from tests.doors.test_cli import call


class Imported(NamedTuple):
    """A seed, its ledger, what `import` said and what a careful reader expects."""

    source: Path
    ledger: Path
    said: dict[str, Any]
    expected: dict[str, Any]


def import_seed(seeds: Path, name: str, folder: Path) -> Imported:
    source, ledger = seeds / f"{name}.txt", folder / "台账.xlsx"
    done = call("import", str(source), "-o", str(ledger), "--json")
    assert done.returncode == 0, done.stderr
    expected = json.loads((seeds / f"{name}.expected.json").read_text(encoding="utf-8"))
    return Imported(source, ledger, json.loads(done.stdout), expected)


@pytest.fixture(scope="module")
def seed_000(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return import_seed(seeds, SEED_000, tmp_path_factory.mktemp("甲"))


@pytest.fixture(scope="module")
def seed_002(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return import_seed(seeds, SEED_002, tmp_path_factory.mktemp("乙"))


def ask(command: str, ledger: Path, *words: str, status: int = 0) -> Any:
    done = call(command, str(ledger), "--json", *words)
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


def section_two(text: str) -> str:
    """Return section two without white space: from its heading to that of section three."""
    lines = ["".join(line.split()) for line in text.splitlines()]
    start = next(index for index, line in enumerate(lines) if line.startswith("二、"))
    end = next(index for index, line in enumerate(lines) if line.startswith("三、"))
    return "".join(lines[start:end])


@pytest.mark.parametrize("name", ["seed_000", "seed_002"])
def test_import_finds_what_a_careful_reader_finds(name: str, request: pytest.FixtureRequest) -> None:
    """Aspects, groups, items, headings, bodies, status lines and measures are those of the expectation."""
    seed: Imported = request.getfixturevalue(name)
    found = ask("dump", seed.ledger)
    expected = seed.expected
    assert [len(found[key]) for key in ("aspects", "groups", "problems")] == [
        len(expected[key]) for key in ("aspects", "groups", "items")
    ]
    assert (seed.said["aspects"], seed.said["groups"], seed.said["problems"], seed.said["measures"]) == (
        len(expected["aspects"]),
        len(expected["groups"]),
        len(expected["items"]),
        sum(item["measures"] for item in expected["items"]),
    )
    for aspect, wanted in zip(found["aspects"], expected["aspects"], strict=True):
        assert aspect["no"] == wanted["no"]
        assert wanted["heading"].endswith(aspect["title"])
        assert len(wanted["heading"]) - len(aspect["title"]) in (0, 3)
    for group, wanted in zip(found["groups"], expected["groups"], strict=True):
        assert group["aspect"] == wanted["aspect"]
        assert wanted["heading"].endswith(group["title"])
    for problem, wanted in zip(found["problems"], expected["items"], strict=True):
        assert {
            "no": problem["no"],
            "aspect": problem["aspect"],
            "group": problem["group"],
            "heading": problem["title"],
            "status_raw": problem["status_text"],
            "body_sha256": hashlib.sha256(problem["progress"].encode()).hexdigest(),
            "measures": len(problem["measures"]),
        } == {key: wanted[key] for key in ("no", "aspect", "group", "heading", "status_raw", "body_sha256", "measures")}


def status_kind(problem: dict[str, Any]) -> str | None:
    if problem["status_text"] is None:
        return None
    if problem["remaining"]:
        return "mixed"
    if problem["follow_up"] == "长期坚持":
        return "longterm"
    return "done_immediate" if problem["immediate"] else "done"


@pytest.mark.parametrize("name", ["seed_000", "seed_002"])
def test_import_understands_status_lines(name: str, request: pytest.FixtureRequest) -> None:
    """Completion, follow-up and remaining part say what the status line says."""
    seed: Imported = request.getfixturevalue(name)
    problems = ask("dump", seed.ledger)["problems"]
    assert [status_kind(problem) for problem in problems] == [item["status_kind"] for item in seed.expected["items"]]


def test_meta_of_seed_000(seed_000: Imported) -> None:
    """Unit, dates, contact and stated totals of the first notice."""
    meta = ask("dump", seed_000.ledger)["meta"]
    assert (meta["date"], meta["feedback"], meta["inspected_from"], meta["inspected_to"]) == (
        "2025-09-26",
        "2025-03-18",
        "2024-11-20",
        "2025-01-20",
    )
    assert meta["inspector"] == "区委第四巡察组"
    assert meta["unit"].endswith("社区卫生服务中心")
    assert meta["phone"].startswith("0632-")
    assert meta["email"].endswith("@163.com")
    assert meta["declared"] | {"制度": 19} == meta["declared"]
    assert {key: meta["declared"][key] for key in ("方面", "大项", "具体问题", "完成", "继续整改", "长期坚持")} == {
        "方面": 4,
        "大项": 11,
        "具体问题": 31,
        "完成": 28,
        "继续整改": 3,
        "长期坚持": 11,
    }


def test_rollup_of_seed_000(seed_000: Imported) -> None:
    """28 done + 3 ongoing = 31; 11 long-term and 3 immediate within the done ones; 13/11/6/1 by aspect."""
    counted = ask("rollup", seed_000.ledger, "--as-of", "2025-09-26")
    totals = counted["totals"]
    assert {
        key: totals[key] for key in ("aspects", "groups", "problems", "done", "ongoing", "longterm", "immediate")
    } == {
        "aspects": 4,
        "groups": 11,
        "problems": 31,
        "done": 28,
        "ongoing": 3,
        "longterm": 11,
        "immediate": 3,
    }
    assert totals["overdue"] == 1
    assert [aspect["problems"] for aspect in counted["aspects"]] == [13, 11, 6, 1]


def test_rollup_of_seed_002(seed_002: Imported) -> None:
    """Four aspects, 33 problems, 101 measures counted; without status lines nothing counts as done."""
    totals = ask("rollup", seed_002.ledger, "--as-of", "2025-05-12")["totals"]
    assert (totals["aspects"], totals["problems"], totals["done"], totals["ongoing"], totals["measures"]) == (
        4,
        33,
        0,
        33,
        101,
    )


def test_risks_of_seed_000(seed_000: Imported) -> None:
    """Item 16 is 57 days overdue, item 7 is flagged for 暂未开展, items 14 and 31 are due in December."""
    risks = ask("risks", seed_000.ledger, "--as-of", "2025-09-26")["risks"]
    overdue = {risk["id"]: risk["days"] for risk in risks if risk["kind"] == "overdue"}
    assert overdue == {"P016": 57}
    relapse = {risk["id"]: risk for risk in risks if risk["kind"] == "relapse"}
    reasons = [reason for reason in relapse["P007"]["reasons"] if "暂未开展" in reason["text"]]
    assert [reason["cell"] for reason in reasons] == ["问题台账!P8"]
    due = {problem["id"]: problem["remaining_due"] for problem in ask("dump", seed_000.ledger)["problems"]}
    assert (due["P014"], due["P016"], due["P031"]) == ("2025-12", "2025-07", "2025-12")
    soon = ask("risks", seed_000.ledger, "--as-of", "2025-12-22")["risks"]
    assert {risk["id"] for risk in soon if risk["kind"] == "due_soon"} == {"P014", "P031"}


def test_import_of_seed_002_reports_what_is_damaged(seed_002: Imported) -> None:
    """Four damaged dates, three lost heading numbers and 97 stated against 101 counted measures become findings."""
    messages = " ".join(finding["message"] for finding in seed_002.said["findings"])
    assert [
        piece for piece in ("202442日", "820日", "2024919日", "2025年512", "97", "101") if piece not in messages
    ] == []
    codes = Counter(finding["code"] for finding in seed_002.said["findings"])
    assert max(codes.values()) >= 3
    meta = ask("dump", seed_002.ledger)["meta"]
    assert (meta["date"], meta["feedback"]) == (None, None)
    assert (meta["date_text"], meta["feedback_text"]) == ("2025年512", "2024919日")


@pytest.mark.parametrize("profile", ["填报", "上报", "公开"])
@pytest.mark.parametrize("name", ["seed_000", "seed_002"])
def test_check_runs_clean_of_crashes(name: str, profile: str, request: pytest.FixtureRequest) -> None:
    """Every profile runs to its end on real data, and each finding names an existing sheet and a cell."""
    seed: Imported = request.getfixturevalue(name)
    data = json.loads(call("check", str(seed.ledger), "--json", "--profile", profile, "--as-of", "2025-09-26").stdout)
    assert [finding for finding in data["findings"] if finding["code"] == "RX900"] == []
    assert [finding for finding in data["findings"] if not (finding["sheet"] and finding["cell"])] == []
    assert data["findings"]


@pytest.mark.parametrize("suffix", ["txt", "html", "docx"])
@pytest.mark.parametrize("name", ["seed_000", "seed_002"])
def test_as_published_gives_section_two_back(
    name: str, suffix: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """After `import`, `notice --as-published` prints section two character by character, white space aside."""
    seed: Imported = request.getfixturevalue(name)
    target = tmp_path / f"通报.{suffix}"
    ask("notice", seed.ledger, "-o", str(target), "--as-published")
    source = seed.source.read_text(encoding="utf-8")
    if suffix == "txt":
        printed = target.read_text(encoding="utf-8")
    elif suffix == "html":
        from lxml import html

        blocks = (
            html.parse(str(target)).getroot().xpath("//body//p|//body//h1|//body//h2|//body//h3|//body//h4|//body//h5")
        )
        printed = "\n".join(block.text_content() for block in blocks)
    else:
        import docx

        printed = "\n".join(paragraph.text for paragraph in docx.Document(str(target)).paragraphs)
    assert section_two(printed) == section_two(source)


@pytest.mark.parametrize("name", ["seed_000", "seed_002"])
def test_the_internal_notice_is_written(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """The standard edition of both notices is written as Word document."""
    seed: Imported = request.getfixturevalue(name)
    target = tmp_path / "通报.docx"
    said = ask("notice", seed.ledger, "-o", str(target), "--audience", "internal", "--as-of", "2025-09-26")
    assert said["notice"] == str(target)
    assert target.stat().st_size > 10_000


def test_the_weekly_sheet_of_a_notice_without_departments_asks_what_a_careful_reader_asks(seed_000: Imported) -> None:
    """The row that contradicts itself, the passed deadline, and who is responsible; counted as `rollup` counts."""
    found = ask("weekly", seed_000.ledger, "--as-of", "2025-10-10")
    assert [(each["rule"], each["id"]) for each in found["questions"]] == [
        ("unassigned", ""),
        ("overdue", "P016"),
        ("promise_broken", "P007"),
        ("contradiction", "P007"),
        ("contradiction", "P023"),
    ]
    assert found["totals"] == ask("rollup", seed_000.ledger, "--as-of", "2025-10-10")["totals"]


def test_a_notice_without_a_status_per_item_is_asked_about_as_a_whole(seed_002: Imported) -> None:
    """33 rows without department, status and deadline are three questions, not 99."""
    found = ask("weekly", seed_002.ledger, "--as-of", "2025-06-10")
    assert [each["rule"] for each in found["questions"]][:3] == ["unassigned", "no_status", "no_deadline"]
    assert [len(each["cells"]) for each in found["questions"]][:3] == [33, 33, 33]


def test_both_papers_of_an_imported_notice_are_valid(seed_000: Imported, seed_002: Imported, tmp_path: Path) -> None:
    """No department, no memory: still whole documents."""
    from openxml_audit import OpenXmlValidator

    for number, seed in enumerate((seed_000, seed_002)):
        for command in ("weekly", "monthly"):
            target = tmp_path / f"{command}{number}.docx"
            ask(command, seed.ledger, "--as-of", "2025-10-10", "-o", str(target))
            assert [str(error) for error in OpenXmlValidator().validate(str(target)).errors] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seed_000", {"RX802": 1, "NT204": 1, "NT301": 1}),
        ("seed_002", {"RX401": 3, "RX801": 1, "RX802": 3, "RX201": 33, "RX855": 1, "RX856": 2, "NT301": 2}),
    ],
)
def test_the_public_notice_is_refused_for_what_a_proof_reader_finds(
    name: str, expected: dict[str, int], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """000: 7月 told in September, a late training; 002: damaged dates, numbers that differ, a day that lies ahead.

    Waived by name, it is published, and no word of it is taken for a person's name or number.
    """
    seed: Imported = request.getfixturevalue(name)
    ledger = tmp_path / "台账.xlsx"
    ledger.write_bytes(seed.ledger.read_bytes())
    target = tmp_path / "通报.docx"
    words = ("-o", str(target), "--as-of", "2025-09-26")
    refused = ask("notice", ledger, *words, status=1)
    assert Counter(finding["code"] for finding in refused["refused"]) == expected
    assert not target.exists()
    waived = [f"--waive={code}=只为核对" for code in expected]
    said = ask("notice", ledger, *words, *waived)
    assert (said["notice"], said["redactions"]) == (str(target), [])
    assert {each["code"]: each["count"] for each in said["waived"]} == expected
    assert target.stat().st_size > 10_000
