"""What an old ledger was taken for is shown in 导入对照, corrected there, taken, and remembered beside the ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from rectify_xl.doors import cli

HEADINGS = ("序号", "方面", "存在问题", "办法要点", "责任科室", "整改时限", "整改状态")
ROWS = (
    (1, "党的建设", "学习不扎实", "制定学习计划", "办公室", "2025年9月30日", "已完成"),
    (2, "党的建设", "台账不完整", "补齐台账", "财务科", "2025年10月31日", "整改中"),
    (3, "财务管理", "报销审核不严", "修订报销办法", "财务科", "2025年12月31日", "未启动"),
)


def old_ledger(
    path: Path, headings: Sequence[str] = HEADINGS, rows: Sequence[Sequence[object]] = ROWS, sheet: str = "台账"
) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    page.append(["某局巡察反馈问题整改台账"])
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def correct(path: Path, corrections: dict[tuple[str, str], str], sheet: str = "") -> None:
    """Put words into the yellow column, by kind and by letters, symbol or name of the sheet."""
    book = openpyxl.load_workbook(path)
    page = book["导入对照"]
    left = dict(corrections)
    for row in page.iter_rows(min_row=5):
        kind, name, place = (str(cell.value or "") for cell in row[:3])
        key = (kind, place or name)
        if key in left and (not sheet or name == sheet):
            row[5].value = left.pop(key)
    assert left == {}
    book.save(path)


def run(*words: str | Path, capsys: pytest.CaptureFixture[str], status: int = 0) -> dict[str, object]:
    capsys.readouterr()
    assert cli.main(["import", *map(str, words), "--json"]) == status
    return dict(json.loads(capsys.readouterr().out))


def dumped(ledger: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, object]]]:
    capsys.readouterr()
    assert cli.main(["dump", str(ledger), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_the_mapping_is_a_workbook_with_one_yellow_column_of_lists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--map-out alone makes no ledger but a sheet with every sheet and column, to be corrected in one column."""
    source = old_ledger(tmp_path / "旧台账.xlsx")
    run(source, "--map-out", tmp_path / "对照.xlsx", capsys=capsys)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["对照.xlsx", "旧台账.xlsx"]
    page = openpyxl.load_workbook(tmp_path / "对照.xlsx")["导入对照"]
    assert [cell.value for cell in page[2]][:2] == ["旧台账", str(source)]
    assert [cell.value for cell in page[4]] == [
        "种类", "工作表", "列或符号", "旧台账的列名", "程序判断", "改为", "把握", "内容举例",
    ]  # fmt: skip
    assert [cell.value for cell in page[5]] == ["工作表", "台账", None, None, "导入", None, "问题数据", "3个问题"]
    assert [cell.value for cell in page[9]] == [
        "列", "台账", "D", "办法要点", "保留原列", None, "未识别", "制定学习计划；补齐台账；修订报销办法",
    ]  # fmt: skip
    assert page["F9"].fill.fgColor.rgb == "FFFFFF99"
    lists = {str(area): rule.formula1 for rule in page.data_validations.dataValidation for area in rule.sqref.ranges}
    assert lists["F5"] == '"导入,不导入"'
    words = lists["F6:F12"].strip('"')
    assert len(words) <= 255
    assert {"具体问题", "整改措施", "保留原列", "不导入"} <= set(words.split(","))


@pytest.mark.parametrize("name", ["对照.xlsx", "对照.json"])
def test_a_corrected_column_is_read_as_the_person_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A heading that the program does not know becomes 整改措施 by the mapping, as workbook or as .json."""
    source, mapping = old_ledger(tmp_path / "旧台账.xlsx"), tmp_path / name
    run(source, "--map-out", mapping, capsys=capsys)
    if mapping.suffix == ".json":
        entries = json.loads(mapping.read_text(encoding="utf-8"))
        entries["lines"][4]["to"] = "整改措施"
        mapping.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    else:
        correct(mapping, {("列", "D"): "整改措施"})
    done = run(source, "--map", mapping, "-o", tmp_path / "新.xlsx", capsys=capsys)
    assert (done["problems"], done["measures"]) == (3, 3)
    columns = done["columns"]
    assert isinstance(columns, list)
    assert columns[3] == {
        "sheet": "台账", "column": "D", "heading": "办法要点", "to": "整改措施", "certainty": "已指定",
    }  # fmt: skip
    problems = dumped(tmp_path / "新.xlsx", capsys)["problems"]
    assert [problem["measures"][0]["text"] for problem in problems] == [  # type: ignore[index]
        "制定学习计划", "补齐台账", "修订报销办法",
    ]  # fmt: skip


def test_wrong_words_are_named_with_their_cells_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is imported by a mapping with words that nobody knows; each cell and the allowed words are named."""
    source, mapping = old_ledger(tmp_path / "旧台账.xlsx"), tmp_path / "对照.xlsx"
    run(source, "--map-out", mapping, capsys=capsys)
    correct(mapping, {("工作表", "台账"): "要", ("列", "D"): "办法", ("列", "E"): "谁管"})
    assert cli.main(["import", str(source), "--map", str(mapping), "-o", str(tmp_path / "新.xlsx")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("错误：“对照.xlsx”的“改为”填了不认识的词：F5的“要”、F9的“办法”、F10的“谁管”；没有导入。")
    assert "工作表可填：导入、不导入；列可填：编号、方面、大项、具体问题" in said
    assert not (tmp_path / "新.xlsx").exists()


def test_a_mapping_for_another_layout_is_taken_as_far_as_it_fits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the source does not have is named, what the mapping does not know as well; the rest is taken."""
    source, mapping = old_ledger(tmp_path / "旧台账.xlsx"), tmp_path / "对照.xlsx"
    run(source, "--map-out", mapping, capsys=capsys)
    correct(mapping, {("列", "D"): "整改措施", ("列", "B"): "大项"})
    other = old_ledger(
        tmp_path / "另一本.xlsx",
        ("序号", "存在问题", "办法要点", "责任科室", "整改时限", "整改状态", "督办人"),
        [(row[0], *row[2:], "张三") for row in ROWS],
        "2026年",
    )
    done = run(other, "--map", mapping, "-o", tmp_path / "新.xlsx", capsys=capsys)
    assert (done["problems"], done["measures"]) == (3, 3)
    use = done["mapping"]
    assert isinstance(use, dict)
    assert [(line["place"], line["to"]) for line in use["corrections"]] == [("C", "整改措施")]
    assert [(line["sheet"], line["place"]) for line in use["unused"]] == [("台账", ""), ("台账", "B")]
    assert cli.main(["import", str(other), "--map", str(mapping), "-o", str(tmp_path / "又.xlsx")]) == 0
    said = capsys.readouterr().out
    assert "导入对照有2行在这份表里找不到，没有采用，已逐条列出；其余已采用。" in said
    assert "这份表的“督办人”不在导入对照里，按程序判断读取。" in said


def test_the_mapping_is_remembered_beside_the_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was corrected once holds for the next source with the same headings, new ledger or into the old one."""
    source, mapping, ledger = old_ledger(tmp_path / "旧.xlsx"), tmp_path / "对照.xlsx", tmp_path / "新.xlsx"
    run(source, "--map-out", mapping, capsys=capsys)
    correct(mapping, {("列", "D"): "整改措施"})
    run(source, "--map", mapping, "-o", ledger, capsys=capsys)
    assert (tmp_path / "新_导入对照.xlsx").is_file()
    again = run(source, "-o", ledger, "--force", capsys=capsys)
    assert again["measures"] == 3
    later = old_ledger(
        tmp_path / "下半年.xlsx",
        HEADINGS,
        [(4, "队伍建设", "培训偏少", "每季度培训", "人事科", "2026年3月", "整改中")],
        "下半年",
    )
    words = ["import", str(later), "--into", str(ledger), "--on-difference", "skip"]
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    assert "按上次留下的导入对照“新_导入对照.xlsx”读取，其中1处是您改过的。" in said
    assert [len(problem["measures"]) for problem in dumped(ledger, capsys)["problems"]] == [1, 1, 1, 1]  # type: ignore[arg-type]
    other = old_ledger(tmp_path / "别的.xlsx", (*HEADINGS[:6], "办理状态"), ROWS)
    assert cli.main(["import", str(other), "-o", str(ledger), "--force"]) == 0
    assert "上次留下的导入对照“新_导入对照.xlsx”列名与这次的表不同，没有采用。" in capsys.readouterr().out
    assert run(source, "-o", ledger, "--force", capsys=capsys)["measures"] == 3


def test_a_table_without_known_headings_is_read_by_its_mapping(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing is recognised, the columns of the likeliest header can be named all the same."""
    source = old_ledger(tmp_path / "旧.xlsx", ("甲", "乙", "丙", "丁", "戊", "己", "庚"))
    mapping = tmp_path / "对照.xlsx"
    assert run(source, "--map-out", mapping, capsys=capsys)["problems"] == 0
    named = {"B": "方面", "C": "具体问题", "D": "整改措施", "E": "责任科室", "F": "整改时限", "G": "完成情况"}
    correct(mapping, {("工作表", "台账"): "导入"} | {("列", place): role for place, role in named.items()})
    done = run(source, "--map", mapping, "-o", tmp_path / "新.xlsx", capsys=capsys)
    assert (done["aspects"], done["problems"], done["measures"]) == (2, 3, 3)


def test_colours_and_symbols_mean_what_the_mapping_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A colour without a legend, and a symbol without one, get their meaning in the yellow column."""
    rows = [(*row[:6], "◎" if row[0] == 3 else None) for row in ROWS]
    source, mapping = old_ledger(tmp_path / "旧.xlsx", HEADINGS, rows), tmp_path / "对照.xlsx"
    book = openpyxl.load_workbook(source)
    for cell, colour in (("G3", "92D050"), ("G4", "FFFF00")):
        book["台账"][cell].fill = PatternFill("solid", fgColor=colour)
    book.save(source)
    run(source, "--map-out", mapping, capsys=capsys)
    correct(mapping, {("底色", "92D050"): "已完成", ("底色", "FFFF00"): "整改中", ("符号", "◎"): "未启动"})
    page = openpyxl.load_workbook(mapping)["导入对照"]
    assert {page.cell(row, 4).fill.fgColor.rgb for row in range(13, page.max_row + 1)} >= {"FF92D050", "FFFFFF00"}
    run(source, "--map", mapping, "-o", tmp_path / "新.xlsx", capsys=capsys)
    problems = dumped(tmp_path / "新.xlsx", capsys)["problems"]
    assert [problem["completion"] for problem in problems] == ["已完成", "整改中", "未启动"]


def test_a_sheet_can_be_dismissed_and_a_second_column_keeps_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A role given to two columns loses nothing, and a sheet that is not wanted is not read."""
    source, mapping = old_ledger(tmp_path / "旧.xlsx"), tmp_path / "对照.xlsx"
    book = openpyxl.load_workbook(source)
    other = book.create_sheet("往年")
    for row in (HEADINGS, (1, "旧方面", "旧问题", "旧办法", "办公室", "2020年", "已完成")):
        other.append(row)
    book.save(source)
    run(source, "--map-out", mapping, capsys=capsys)
    correct(mapping, {("工作表", "往年"): "不导入"})
    correct(mapping, {("列", "D"): "方面"}, "台账")
    done = run(source, "--map", mapping, "-o", tmp_path / "新.xlsx", capsys=capsys)
    assert done["problems"] == 3
    sheets = done["sheets"]
    assert isinstance(sheets, list)
    assert sheets[1] == {"sheet": "往年", "read": False, "use": "对照中选为不导入"}
    page = openpyxl.load_workbook(tmp_path / "新.xlsx")["问题台账"]
    texts = [cell.value for row in page.iter_rows(max_row=4) for cell in row]
    assert {"办法要点", "制定学习计划", "补齐台账", "修订报销办法"} <= set(texts)


def test_the_words_of_an_office_in_its_ledger_extend_headings_and_states(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """字典 (常见写法, 应填) of the ledger into which is merged tells what a heading and a state mean."""
    ledger = tmp_path / "台账.xlsx"
    assert cli.main(["import", str(old_ledger(tmp_path / "旧.xlsx")), "-o", str(ledger)]) == 0
    book = openpyxl.load_workbook(ledger)
    words = book["字典"]
    place = next(cell for row in words.iter_rows() for cell in row if cell.value == "常见写法")
    for at, (word, meant) in enumerate((("办法要点", "整改措施"), ("挂起", "整改中")), 1):
        words.cell(place.row + at, place.column).value = word
        words.cell(place.row + at, place.column + 1).value = meant
    book.save(ledger)
    later = old_ledger(
        tmp_path / "新.xlsx", HEADINGS, [(9, "队伍建设", "培训偏少", "每季度培训", "人事科", "2026年3月", "挂起")]
    )
    run(later, "--into", ledger, "--on-difference", "skip", capsys=capsys)
    problem = dumped(ledger, capsys)["problems"][3]
    assert (problem["completion"], problem["measures"][0]["text"]) == ("整改中", "每季度培训")  # type: ignore[index]


def test_a_notice_needs_no_mapping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A notice has no columns: --map and --map-out are refused with the reason."""
    notice = tmp_path / "通报.txt"
    notice.write_text("关于巡察整改情况的通报\n一、党建方面\n1.问题。\n已完成。\n", encoding="utf-8")
    words = ["import", str(notice), "-o", str(tmp_path / "新.xlsx"), "--map-out", str(tmp_path / "对照.xlsx")]
    assert cli.main(words) == 2
    assert "通报用不上 --map-out。导入对照只用于旧台账等表格，请去掉 --map-out。" in capsys.readouterr().err


def test_a_mapping_never_takes_the_place_of_a_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--map-out onto a ledger is refused, also with --force."""
    source, ledger = old_ledger(tmp_path / "旧.xlsx"), tmp_path / "新.xlsx"
    run(source, "-o", ledger, capsys=capsys)
    before = ledger.read_bytes()
    assert cli.main(["import", str(source), "--map-out", str(ledger), "--force"]) == 2
    assert "“新.xlsx”是台账，导入对照不能盖在上面" in capsys.readouterr().err
    assert ledger.read_bytes() == before


def test_a_column_of_measures_that_tells_the_state_gives_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """整改措施及完成情况: the whole text is the measure, and the words with which it ends are the state."""
    headings = ("序号", "方面", "存在问题", "整改措施及完成情况", "责任科室", "整改时限")
    measures = ("制定学习计划。已完成。", "补齐台账。正在整改。", "修订报销办法。")
    rows = [(*row[:3], measure, *row[4:6]) for row, measure in zip(ROWS, measures, strict=True)]
    run(old_ledger(tmp_path / "旧.xlsx", headings, rows), "-o", tmp_path / "新.xlsx", capsys=capsys)
    problems = dumped(tmp_path / "新.xlsx", capsys)["problems"]
    assert [problem["completion"] for problem in problems] == ["已完成", "整改中", None]
    assert [problem["measures"][0]["text"] for problem in problems] == [  # type: ignore[index]
        "制定学习计划。已完成", "补齐台账。正在整改", "修订报销办法",
    ]  # fmt: skip
