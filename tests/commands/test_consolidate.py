"""A folder of submissions becomes one set of numbers, which are the sums of each unit's own."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import duckdb
import openpyxl
import pytest

from rectify_xl.documents.consolidated import parquet_store, period_record, plain_records, store_rows
from rectify_xl.doors import cli
from rectify_xl.ledger.counting import problem_counts
from rectify_xl.ledger.reading import reader
from rectify_xl.supervision.consolidation.consolidation import CountedUnit
from rectify_xl.system.digests import bytes_sha256
from rectify_xl.workbook.file_host import FileBook
from tests.consolidated_units import AS_OF, NUMBER, consolidate, copied, draw, edited, lasting

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set:UserWarning")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("units"))


@pytest.fixture
def units(drawn: Path, tmp_path: Path) -> Path:
    return copied(drawn, tmp_path / "报送")


def own_totals(folder: Path) -> Counter[str]:
    sums: Counter[str] = Counter()
    for path in folder.rglob("*.xlsx"):
        counts = problem_counts.roll_up(reader.read_ledger(FileBook(path).read()), AS_OF).total
        sums.update({name: int(number) for name, number in counts._asdict().items() if name != "title"})
    return sums


def test_totals_are_the_sums_of_the_units_own_rollups(units: Path, tmp_path: Path) -> None:
    """Every number of the whole is the sum of what each ledger says by itself."""
    data = consolidate(units, "--store", tmp_path / "库").data
    assert (data["received"], data["accepted"], data["rejected"]) == (NUMBER, NUMBER, [])
    expected = own_totals(units)
    assert {name: number for name, number in data["total"].items() if name != "title"} == dict(expected)
    assert sum(line["problems"] for line in data["aspects"]) == expected["problems"]
    assert sum(unit["overdue"] for unit in data["units"]) == expected["overdue"]


def test_totals_are_what_openpyxl_counts(units: Path, tmp_path: Path) -> None:
    """Counted anew by other means: rows of 问题台账 with a problem, and those that say 已完成 with nothing left."""
    problems = done = 0
    for path in units.iterdir():
        sheet = openpyxl.load_workbook(path, data_only=True)["问题台账"]
        header, *rows = sheet.iter_rows(values_only=True)
        at = {name: place for place, name in enumerate(header)}
        filled = [row for row in rows if row[at["具体问题"]]]
        problems += len(filled)
        done += sum(row[at["完成程度"]] == "已完成" and not row[at["剩余事项"]] for row in filled)
    total = consolidate(units, "--store", tmp_path / "库").data["total"]
    assert (total["problems"], total["done"]) == (problems, done)


def test_a_second_run_reads_only_what_changed(units: Path, tmp_path: Path) -> None:
    """Unchanged files are not read again, and the answer is the same as if all were read."""
    first = consolidate(units, "--store", tmp_path / "库")
    again = consolidate(units, "--store", tmp_path / "库")
    assert (first.data["read"], again.data["read"], again.data["unchanged"]) == (NUMBER, 0, NUMBER)
    assert lasting(again.data) == lasting(first.data)
    changed = sorted(units.iterdir())[3]

    def begin_again(book: openpyxl.Workbook) -> None:
        sheet = book["问题台账"]
        column = next(cell.column for cell in sheet[1] if cell.value == "完成程度")
        for row in range(2, 5):
            sheet.cell(row, column).value = "未启动"

    changed.write_bytes(edited(changed, begin_again))
    third = consolidate(units, "--store", tmp_path / "库")
    whole = consolidate(units, "--store", tmp_path / "另一个库")
    assert third.data["read"] == 1
    assert lasting(third.data) == lasting(whole.data)
    assert third.data["total"] != first.data["total"]


def test_a_damaged_store_is_told_and_redone(units: Path, tmp_path: Path) -> None:
    """Parts that were damaged, or a list that cannot be read, cost time and change no number."""
    store = tmp_path / "库"
    first = consolidate(units, "--store", store)
    part = next(store.rglob("problems-*.parquet"))
    part.write_bytes(part.read_bytes()[:-100] + bytes(100))
    second = consolidate(units, "--store", store)
    assert second.data["read"] == NUMBER
    assert "损坏" in second.data["caveats"][0]
    next(store.rglob("manifest.json")).write_text("{")
    third = consolidate(units, "--store", store)
    assert third.data["read"] == NUMBER
    for later in (second, third):
        assert later.data["total"] == first.data["total"]


def test_the_roster_tells_who_is_missing_late_and_wrong(units: Path, tmp_path: Path) -> None:
    """Each unit of the roster stands somewhere; names in other signs and aliases are the same unit."""
    first, second, third, *rest = sorted(units.iterdir())
    names = {path: reader.read_ledger(FileBook(path).read()).info_text("单位名称") for path in units.iterdir()}
    third.unlink()
    second.write_bytes(b"%PDF-1.4 not a workbook")
    lines = [
        "单位,别名,层级,上级,邮箱,应报日期",
        f"{names[first]},,县级,,,2020-01-01",
        f"{names[second]},,县级,,,",
        f"{names[third]},,乡镇级,,,2026-09-25",
        "没有报的镇,,乡镇级,,,2026-09-25",
        *(f"本名{number},{names[path]},乡镇级,,u{number}@example.cn," for number, path in enumerate(rest[:-1])),
    ]
    roster = tmp_path / "名册.csv"
    roster.write_text("\n".join(lines), encoding="utf-8")
    answer = consolidate(units, "--store", tmp_path / "库", "--roster", roster)
    data = answer.data
    assert answer.status == 1
    assert data["missing"] == [names[third], "没有报的镇"]
    assert [line["unit"] for line in data["late"]] == [names[first]]
    assert data["wrong"] == [names[second]]
    assert data["unlisted"] == [names[rest[-1]]]
    assert [unit["unit"] for unit in data["units"]][:2] == [names[first], "本名0"]
    codes = Counter((line["code"], line["counted"]) for line in data["rejected"])
    assert codes == {("HZ103", False): 1, ("HZ106", True): 1}
    assert data["accepted"] == NUMBER - 2


def test_a_scan_beside_ledgers_of_others_is_its_units_wrong_file(units: Path, tmp_path: Path) -> None:
    """With few ledgers as with many: who sent only a scan is 错报; what belongs to those who reported goes along."""
    kept, _, absent, silent, *rest = sorted(units.iterdir())
    names = {path: reader.read_ledger(FileBook(path).read()).info_text("单位名称") for path in units.iterdir()}
    for path in (absent, silent, *rest):
        path.unlink()
    (units / kept.stem / "佐证").mkdir(parents=True)
    shutil.copy2(kept, units / kept.stem / "台账.xlsx")
    for place in (
        f"附件2：{names[absent]}.pdf",
        f"关于报送{names[absent]}整改台账的函.jpg",
        f"关于{names[silent]}的函.pdf",
        f"{names[kept]}附件.pdf",
        f"{kept.stem}/佐证/{names[silent]}证明.pdf",
        f"{kept.stem}/{names[silent]}.pdf",
    ):
        (units / place).write_bytes(b"%PDF-1.4")
    (units / kept.stem).rename(units / names[kept])
    roster = tmp_path / "名册.csv"
    roster.write_text("\n".join(["单位,层级", *(f"{name},县级" for name in names.values())]), encoding="utf-8")
    data = consolidate(units, "--store", tmp_path / "库", "--roster", roster).data
    assert data["wrong"] == [names[absent]]
    assert names[silent] in data["missing"]
    assert {(line["code"], line["unit"]) for line in data["rejected"]} == {("HZ103", names[absent])}
    assert (len(data["rejected"]), data["accompanying"]) == (2, 4)
    assert consolidate(units, "--store", tmp_path / "库").data["rejected"] == []


def test_a_paper_of_a_unit_that_reported_goes_along_wherever_it_lies(units: Path, tmp_path: Path) -> None:
    """Among the ledgers of many: a scan is nobody's submission where the ledger itself came."""
    names = [reader.read_ledger(FileBook(path).read()).info_text("单位名称") for path in sorted(units.iterdir())]
    absent = max(units.iterdir())
    absent.unlink()
    for name in (f"{names[0]}台账扫描件.pdf", f"{names[1]}整改通报.docx", f"{names[-1]}台账.pdf", "佐证照片.jpg"):
        (units / name).write_bytes(b"%PDF-1.4")
    roster = tmp_path / "名册.csv"
    roster.write_text("\n".join(["单位,层级", *(f"{name},县级" for name in names)]), encoding="utf-8")
    data = consolidate(units, "--store", tmp_path / "库", "--roster", roster).data
    assert (data["wrong"], data["accompanying"]) == ([names[-1]], 2)
    assert {(line["file"], line["unit"]) for line in data["rejected"]} == {
        (f"{names[-1]}台账.pdf", names[-1]),
        ("佐证照片.jpg", None),
    }
    assert consolidate(units, "--store", tmp_path / "库").data["accompanying"] == 2


def test_what_came_with_one_units_ledger_is_that_units(units: Path, tmp_path: Path) -> None:
    """In an archive, a mail or a folder of evidence, at any depth, whomever the file names: nobody gets a letter."""
    first, second, absent, *rest = sorted(units.iterdir())
    names = {path: reader.read_ledger(FileBook(path).read()).info_text("单位名称") for path in (first, second, absent)}
    for path in (absent, *rest):
        path.unlink()
    with zipfile.ZipFile(units / "一.zip", "w") as archive:
        archive.write(first, "台账.xlsx")
        for place in ("佐证/会议纪要.pdf", f"材料/{names[absent]}.pdf", f"{names[absent]}出具的证明.pdf"):
            archive.writestr(place, b"%PDF-1.4")
    first.unlink()
    letter = EmailMessage()
    letter["From"], letter["Date"] = "a@example.com", "Mon, 28 Sep 2026 10:00:00 +0800"
    letter.set_content("请查收。")
    for name, content in ((f"{names[absent]}台账.pdf", b"%PDF-1.4"), ("台账.xlsx", second.read_bytes())):
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    second.unlink()
    (units / "二.eml").write_bytes(bytes(letter))
    (units / "佐证材料").mkdir()
    (units / "佐证材料" / f"{names[absent]}会议纪要.pdf").write_bytes(b"%PDF-1.4")
    roster = tmp_path / "名册.csv"
    roster.write_text("\n".join(["单位,层级", *(f"{name},县级" for name in names.values())]), encoding="utf-8")
    data = consolidate(units, "--store", tmp_path / "库", "--roster", roster).data
    assert (data["accepted"], data["wrong"], data["missing"]) == (2, [], [names[absent]])
    assert [line for line in data["rejected"] if line["code"] != "HZ110"] == []


def test_the_latest_workbook_of_a_unit_counts_once(units: Path, tmp_path: Path) -> None:
    """The same again, an older one and a newer one: one counts, the others are listed with why they do not."""
    path = min(units.iterdir())

    def logged(day: str, done: str) -> bytes:
        def edit(book: openpyxl.Workbook) -> None:
            sheet = book["问题台账"]
            column = next(cell.column for cell in sheet[1] if cell.value == "完成程度")
            sheet.cell(2, column).value = done
            book["变更记录"].append([f"{day} 09:00:00", "王", "人工修改", "问题台账", "P001", "完成程度", "", done])

        return edited(path, edit)

    before = consolidate(units, "--store", tmp_path / "库").data
    (units / "旧").mkdir()
    (units / "旧" / "八月.xlsx").write_bytes(logged("2026-08-01", "整改中"))
    (units / "旧" / "九月.xlsx").write_bytes(logged("2026-09-20", "未启动"))
    (units / "旧" / "九月另存.xlsx").write_bytes(edited(units / "旧" / "九月.xlsx", lambda _: None))
    path.unlink()
    data = consolidate(units, "--store", tmp_path / "库").data
    assert data["accepted"] == before["accepted"]
    assert Counter(other["reason"] for other in data["duplicates"]) == {"重报相同": 1, "已有更新": 1}
    counted = {other["counted"] for other in data["duplicates"]}
    assert len(counted) == 1
    assert "九月" in counted.pop()
    assert data["total"]["problems"] == before["total"]["problems"]


def test_the_call_of_last_month_takes_no_month_away(units: Path, tmp_path: Path) -> None:
    """`--period` of the former month with a day of this one is refused; August again and early September are not."""
    store = tmp_path / "库"
    assert consolidate(units, "--store", store, as_of=date(2026, 8, 31)).status in (0, 1)
    forgotten = consolidate(units, "--store", store, "--period", "2026-8", as_of=date(2026, 9, 30))
    assert forgotten.status == 2
    assert "汇总库里已有2026-08的汇总（截至2026-08-31），这次截至2026-09-30，是另一个月的" in forgotten.said
    assert "写成 --period 2026-09；重做2026-08的，请写 --as-of 2026-08-31" in forgotten.said
    again = consolidate(units, "--store", store, "--period", "2026-08", as_of=date(2026, 8, 30))
    assert again.data["as_of"] == "2026-08-30"
    later = consolidate(units, "--store", tmp_path / "另一个", "--period", "2026-08", as_of=date(2026, 9, 2))
    assert (later.data["period"], later.data["as_of"]) == ("2026-08", "2026-09-02")


def test_a_month_that_looks_like_the_last_one_made_anew_is_asked_about(units: Path, tmp_path: Path) -> None:
    """The same files in the next month: nobody reported, or the call lacks the period that it means."""
    store = tmp_path / "库"
    consolidate(units, "--store", store, as_of=date(2026, 8, 31))
    caveats = consolidate(units, "--store", store, as_of=date(2026, 9, 3)).data["caveats"]
    assert "计入的台账大多是上期（2026-08）就有的：要重做的是那一期" in "".join(caveats)
    anew = consolidate(units, "--store", store, "--period", "2026-08", as_of=date(2026, 8, 31)).data["caveats"]
    assert "大多" not in "".join(anew)


def test_an_earlier_period_is_kept_beside_the_new_one(units: Path, tmp_path: Path) -> None:
    """Each period has its day and its numbers; the later one knows the earlier."""
    store = tmp_path / "库"
    august = consolidate(units, "--store", store, as_of=date(2026, 8, 31))
    september = consolidate(units, "--store", store)
    assert (august.data["period"], august.data["earlier"]) == ("2026-08", None)
    assert (september.data["period"], september.data["earlier"]) == ("2026-09", "2026-08")
    assert sorted(path.name for path in (store / "periods").iterdir()) == ["2026-08.json", "2026-09.json"]
    assert len(list((store / "results").glob("2026-*"))) == 2
    consolidate(units, "--store", store, "--period", "2026-09", as_of=date(2026, 9, 29))
    assert {path.name[:10] for path in (store / "results").glob("2026-*")} == {"2026-08-31", "2026-09-29"}


def test_last_months_file_is_no_report_of_this_month(units: Path, tmp_path: Path) -> None:
    """One folder for two months: who sent nothing new is missing, in every sum with what the last month had."""
    store, roster = tmp_path / "库", tmp_path / "名册.csv"
    names = [reader.read_ledger(FileBook(path).read()).info_text("单位名称") for path in sorted(units.iterdir())]
    roster.write_text("\n".join(["单位,应报日期", *(f"{name},2026-09-25" for name in names)]), encoding="utf-8")
    august = consolidate(units, "--store", store, "--roster", roster, as_of=date(2026, 8, 31))
    changed, *others = sorted(units.iterdir())
    changed.write_bytes(edited(changed, lambda book: book["基本信息"].append(["联络员", "王伟"])))
    september = consolidate(units, "--store", store, "--roster", roster)
    assert (august.data["missing"], september.data["missing"]) == ([], names[1:])
    assert september.data["accepted"] == len(others) + 1
    assert any(
        "本期没有报来新的台账，合计里是上期（2026-08）就有的那一份。" in text for text in september.data["caveats"]
    )


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["没有的文件夹", "--store", "库"], "没有找到"),
        ([".", "--store", "没有/库"], "文件夹不存在"),
        ([".", "--store", "库", "--roster", "没有.xlsx"], "没有找到名册"),
        ([".", "--store", "库", "--workers", "0"], "--workers"),
        ([".", "--store", "库", "--period", "a/b"], "--period"),
        ([".", "--store", "库", "--period", "2026-13"], "--period"),
        ([".", "--store", "库"], "没有找到可以汇总的文件"),
        ([".", "--store", "."], "汇总库不能就是报来的文件夹"),
        (["memory://没有", "--store", "库"], "地址打不开"),
        (["没有这种://x", "--store", "库"], "地址打不开"),
    ],
)
def test_what_cannot_be_used_is_said(
    words: list[str], part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong argument is told with its remedy, and nothing is left half done."""
    monkeypatch.chdir(tmp_path)
    answer = consolidate(*words)
    assert answer.status == 2
    assert part in answer.said
    assert "Traceback" not in answer.said


def test_what_a_unit_submits_is_consolidated(drawn: Path, tmp_path: Path) -> None:
    """The folder that `submit` makes is one submission with the unit's own counts; altered, it is told, and counts."""
    ledger = Path(shutil.copy2(min(drawn.iterdir()), tmp_path / "台账.xlsx"))
    sent = tmp_path / "报送" / "甲"
    sent.parent.mkdir()
    arguments = ["submit", str(ledger), "-o", str(sent), "--with-errors", "先报数", "--as-of", AS_OF.isoformat()]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert cli.main([*arguments, "--json"]) in (0, 1)
    data = consolidate(sent.parent, "--store", tmp_path / "库").data
    own = problem_counts.roll_up(reader.read_ledger(FileBook(ledger).read()), AS_OF).total
    assert (data["received"], data["accepted"], data["rejected"]) == (1, 1, [])
    assert data["total"] == own._replace(title="合计")._asdict()
    (copy,) = sent.glob("*台账*.xlsx")

    def alter(book: openpyxl.Workbook) -> None:
        sheet = book["问题台账"]
        column = next(cell.column for cell in sheet[1] if cell.value == "完成程度")
        for row in range(2, 4):
            sheet.cell(row, column).value = "未启动" if own.done else "已完成"

    copy.write_bytes(edited(copy, alter))
    altered = consolidate(sent.parent, "--store", tmp_path / "库").data
    assert [(line["code"], line["counted"]) for line in altered["rejected"]] == [("HZ110", True)]
    assert altered["accepted"] == 1
    manifest = sent / "清单.json"
    listed = json.loads(manifest.read_text(encoding="utf-8"))
    for part in listed["files"]:
        if part["role"] == "ledger":
            part |= {"sha256": bytes_sha256(copy.read_bytes()), "size": copy.stat().st_size}
    manifest.write_text(json.dumps(listed), encoding="utf-8")
    forged = consolidate(sent.parent, "--store", tmp_path / "库").data["rejected"]
    assert [line["code"] for line in forged] == ["HZ110"]
    assert "核对码" in forged[0]["message"]
    copy.rename(sent / "最新台账.xlsx")
    (draft,) = sent.glob("*.eml")  # it holds the ledger as it was packed, with its list: that one counts
    assert consolidate(sent.parent, "--store", tmp_path / "库").data["total"] == data["total"]
    draft.unlink()
    renamed = consolidate(sent.parent, "--store", tmp_path / "库").data["rejected"]
    assert [line["code"] for line in renamed] == ["HZ125", "HZ110"]
    assert "不在" in renamed[1]["message"]


def test_what_the_program_made_is_no_submission(units: Path, tmp_path: Path) -> None:
    """A result of before that lies among the ledgers, and its store, are told or passed over, never counted."""
    first = consolidate(units, "-o", units / "汇总表_8月.xlsx")
    again = consolidate(units, "--store", tmp_path / "库")
    assert again.data["total"] == first.data["total"]
    assert [(line["file"], line["code"], line["counted"]) for line in again.data["rejected"]] == [
        ("汇总表_8月.xlsx", "HZ123", False)
    ]


def test_a_page_of_before_is_passed_over_and_told(units: Path, tmp_path: Path) -> None:
    """Nobody is asked to send a workbook in its place; any other page is no workbook, and is told as such."""
    consolidate(units, "--store", tmp_path / "库", "--dashboard", units / "看板_8月.html")
    (units / "别的.html").write_text("<html><title>别的</title></html>", encoding="utf-8")
    data = consolidate(units, "--store", tmp_path / "库").data
    assert [(line["file"], line["code"]) for line in data["rejected"]] == [("别的.html", "HZ103")]
    assert [caveat for caveat in data["caveats"] if "看板等1个文件" in caveat]


def test_a_folder_in_which_nothing_counts_has_a_result(tmp_path: Path) -> None:
    """The first day, on which one file came that is broken: no unit, one refusal, and the result says so."""
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "青林县.xlsx").write_bytes(b"")
    answer = consolidate(folder, "--store", tmp_path / "库", "--dashboard", tmp_path / "看板.html")
    assert (answer.status, answer.data["accepted"], answer.data["received"]) == (1, 0, 1)
    sheet = openpyxl.load_workbook(answer.data["result"])["退件清单"]
    assert any("“青林县.xlsx”是空文件" in str(cell.value) for row in sheet for cell in row)


def test_a_reason_names_the_very_file(tmp_path: Path) -> None:
    """Files of two units hold the same bytes, and are read once: neither unit reads the name of the other's file."""
    folder = tmp_path / "报送"
    folder.mkdir()
    for name in ("青林县.xlsx", "云岭县（张三）.xlsx", "白水县.xls"):
        (folder / name).write_bytes(b"")
    for _ in range(2):  # the second time from the store
        rejected = consolidate(folder, "--store", tmp_path / "库").data["rejected"]
        assert [(line["file"], line["message"]) for line in rejected] == [
            (name, f"“{name}”是空文件（0字节）。") for name in ("云岭县（张三）.xlsx", "白水县.xls", "青林县.xlsx")
        ]


def test_what_a_run_reads_it_does_not_write_over(units: Path, tmp_path: Path) -> None:
    """The roster stays what it is, also where somebody names it for the result and says --force."""
    roster = tmp_path / "名册.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["单位"])
    book.worksheets[0].append(["青林县"])
    book.save(roster)
    before = roster.read_bytes()
    answer = consolidate(units, "-o", roster, "--roster", roster, "--force")
    assert answer.status == 2
    assert "“名册.xlsx”是这次要读的文件，结果不能盖在上面" in answer.said
    assert roster.read_bytes() == before


@pytest.mark.parametrize("name", ["seen.json", "periods/2026-08.json"])
def test_a_store_nested_without_end_is_like_any_damage(units: Path, tmp_path: Path, name: str) -> None:
    """Fifty thousand brackets are no JSON that anybody reads; the run goes on as if they were not there."""
    store = tmp_path / "库"
    first = consolidate(units, "--store", store, as_of=date(2026, 8, 31))
    (store / name).write_text("[" * 50_000, encoding="utf-8")
    again = consolidate(units, "--store", store, as_of=date(2026, 8, 31))
    assert (again.status, again.data["total"]) == (first.status, first.data["total"])


def test_an_earlier_period_that_is_damaged_accuses_nobody(units: Path, tmp_path: Path) -> None:
    """Where the rows of the former period are gone, that is said, and nothing is compared."""
    store = tmp_path / "库"
    consolidate(units, "--store", store, as_of=date(2026, 8, 31))
    next(store.rglob("2026-08-31*/problems-*.parquet")).unlink()
    data = consolidate(units, "--store", store).data
    assert data["earlier"] is None
    assert "上期（2026-08）的记录缺失、损坏，或是别的版本的程序做的" in data["caveats"][0]


@pytest.mark.parametrize("damage", ["{", "[]", '{"form": 99}', "units", "one number"])
def test_a_record_that_cannot_be_read_is_told_and_costs_nothing(units: Path, tmp_path: Path, damage: str) -> None:
    """Which period it is stands in the answer, in result and page; its results stay, so that it can be put back."""
    store, record = tmp_path / "库", tmp_path / "库" / "periods" / "2026-08.json"
    consolidate(units, "--store", store, as_of=date(2026, 8, 31))
    kept = record.read_text(encoding="utf-8")
    if damage == "units":
        altered = json.loads(kept)
        altered["units"][0]["counts"] = {}
        damage = json.dumps(altered)
    if damage == "one number":
        damage = re.sub(r'"problems":(\d+)', lambda number: f'"problems":{int(number[1]) + 1}', kept, count=1)
        assert damage != kept
    record.write_text(damage, encoding="utf-8")
    page = tmp_path / "看板.html"
    data = consolidate(units, "--store", store, "--dashboard", page).data
    assert data["earlier"] is None
    assert "“2026-08”的记录读不出" in data["caveats"][0]
    sheet = openpyxl.load_workbook(data["result"])["与上期对比"]
    assert any("“2026-08”的记录读不出" in str(cell.value) for row in sheet for cell in row)
    assert "“2026-08”的记录读不出" in page.read_text(encoding="utf-8")
    assert consolidate(store, "--store", tmp_path / "别的库").status == 2
    record.write_text(kept, encoding="utf-8")
    assert consolidate(units, "--store", store).data["earlier"] == "2026-08"


@pytest.mark.parametrize("name", ["results", "periods", "seen.json"])
def test_a_store_that_cannot_be_used_is_named(units: Path, tmp_path: Path, name: str) -> None:
    """A file in place of a folder of the store, or a folder in place of a file: which store it is, and no traceback."""
    store = tmp_path / "库"
    store.mkdir()
    if name == "seen.json":
        (store / name).mkdir()
    else:
        (store / name).write_text("")
    answer = consolidate(units, "--store", store)
    assert answer.status == 2
    assert f"汇总库“{store}”读写不了" in answer.said


def test_a_database_that_cannot_be_written_is_told(units: Path, tmp_path: Path) -> None:
    """The file is named, and nothing half written stays."""
    (tmp_path / "库" / "汇总.duckdb").mkdir(parents=True)
    answer = consolidate(units, "--store", tmp_path / "库")
    assert answer.status == 2
    assert "汇总.duckdb”没有写成" in answer.said
    assert list(tmp_path.rglob("*.unfinished*")) == []


def test_the_database_answers_questions(units: Path, tmp_path: Path) -> None:
    """Its tables hold the same numbers as the answer, and it opens from anywhere, also when it was copied."""
    (units / "扫描件.pdf").write_bytes(b"%PDF")
    data = consolidate(units, "--store", tmp_path / "库").data
    copy = shutil.copy2(data["database"], tmp_path / "副本.duckdb")
    shutil.rmtree(tmp_path / "库")
    with duckdb.connect(str(copy), read_only=True) as database:

        def ask(query: str) -> tuple[object, ...]:
            row = database.execute(query).fetchone()
            assert row is not None
            return tuple(row)

        total = data["total"]
        assert ask("SELECT count(*), sum(problems), sum(overdue) FROM units") == (
            NUMBER,
            total["problems"],
            total["overdue"],
        )
        assert ask("SELECT count(*), count(*) FILTER (done), count(*) FILTER (overdue) FROM problems") == (
            total["problems"],
            total["done"],
            total["overdue"],
        )
        assert ask("SELECT sum(problems) FROM aspects") == (total["problems"],)
        assert ask("SELECT count(*) FROM findings WHERE severity = 'error'") == (
            sum(unit["errors"] for unit in data["units"]),
        )
        assert ask("SELECT count(*) FROM warnings JOIN units USING (place, unit)") == (data["warnings"],)
        assert ask("SELECT count(*), max(no) FROM common WHERE units = len(unit_names)") == (data["common"],) * 2
        counted = (
            "SELECT no, count(*)::INTEGER, (count(*) FILTER (problems.done))::INTEGER, "
            "(count(*) FILTER (problems.overdue))::INTEGER, count(DISTINCT place)::INTEGER "
            "FROM common_problems JOIN problems USING (place, row, address) GROUP BY no ORDER BY no"
        )
        stated = "SELECT no, problems, done, overdue, units FROM common ORDER BY no"
        assert database.execute(counted).fetchall() == database.execute(stated).fetchall() != []
        assert ask("SELECT code, counted FROM refused") == ("HZ103", False)
        assert ask("SELECT period, count(*) FROM history GROUP BY period") == ("2026-09", NUMBER)


def test_hostile_names_and_texts_come_through(units: Path, tmp_path: Path) -> None:
    """Names with quotes, formulas and broken bytes are texts everywhere, and stop nothing."""
    names = ["'; DROP TABLE units; --.xlsx", "=cmd|' '!A1.xlsx", "甲\udcff.xlsx", "<script>.xlsx"]
    for name, path in zip(names, sorted(units.iterdir()), strict=False):
        path.rename(units / name)
    data = consolidate(units, "--store", tmp_path / "'库'").data
    assert data["accepted"] == NUMBER
    assert {"'; DROP TABLE units; --.xlsx", "<script>.xlsx"} <= {unit["file"] for unit in data["units"]}


def test_rows_come_in_order_however_many_are_sorted_at_once(
    units: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So few rows as the memory takes are sorted at once; the rows are the same, unit by unit."""
    consolidate(units, "--store", tmp_path / "库")
    key = next((tmp_path / "库" / "results").glob("2026-*")).name
    store = parquet_store.ParquetStore(tmp_path / "库", key)
    (record,) = period_record.kept(tmp_path / "库").records
    counted: tuple[CountedUnit, ...] = plain_records.load(
        tuple[CountedUnit, ...], json.loads(record.path.read_bytes())["units"]
    )
    rows = store_rows.StoreRows(store, counted)
    whole = [(unit.key, problem) for unit, problem in rows.problems()], list(rows.errors(1_000))
    monkeypatch.setattr(store_rows, "_SORTED", 10)
    rows = store_rows.StoreRows(store, counted)
    assert ([(unit.key, problem) for unit, problem in rows.problems()], list(rows.errors(1_000))) == whole
    assert [unit.key for unit in counted] == list(dict.fromkeys(key for key, _ in whole[0]))
