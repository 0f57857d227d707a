"""生成通报: one edition for the public, gated and without personal data, one for the office, and one to compare."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from generate.ledger_builder import MemoryBook, apply, blank_book
from rectify_xl.commands.outcome import Outcome, Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import BookError, PaperError, RectifyError, UsageError
from rectify_xl.ledger import schema
from rectify_xl.ledger.changes import change_log
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.records import CellWrite, Changes, SheetChanges
from rectify_xl.notice.publishing import waivers

AS_OF = date(2026, 9, 26)
INFO = {
    "单位名称": "青石镇卫生院",
    "巡察机构": "县委第二巡察组",
    "巡察开始": "2026-01-05",
    "巡察结束": "2026-02-10",
    "反馈日期": "2026-03-18",
    "通报日期": "2026-09-26",
    "联系电话": "0999-5550123",
}
GOOD = {"编号": "P001", "方面": "甲", "具体问题": "子", "完成程度": "已完成", "整改进展": "一是补齐资料17份"}
LATE = {**GOOD, "编号": "P002", "具体问题": "丑", "完成程度": "整改中", "整改时限": "2026-08-31"}


def book(*rows: dict[str, str], **info: str) -> MemoryBook:
    """Return a whole ledger with these problems."""
    items = [item.name for item in schema.INFO_ITEMS]
    told = {**INFO, **info}
    blocks = (
        SheetChanges("基本信息", tuple(CellWrite(items.index(name) + 2, 2, text) for name, text in told.items())),
        SheetChanges(
            "问题台账",
            tuple(
                CellWrite(number, schema.PROBLEMS.position(column), text)
                for number, row in enumerate(rows, 2)
                for column, text in row.items()
            ),
        ),
    )
    return MemoryBook(apply(blank_book(), blocks))


def run(held: MemoryBook, target: Path, by: str = "李四", **options: Any) -> Outcome:
    command = find("notice")
    assert command is not None
    moment = datetime(2026, 9, 26, 9, 0)  # noqa: DTZ001 - a local time is meant
    given = {"output": str(target), "force": True, **options}
    return invoke(command, Request(AS_OF, held, options=given, by=by, moment=moment))


def text_of(target: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(target)).paragraphs)


def codes(outcome: Outcome, key: str) -> list[str]:
    found = outcome.data[key]
    assert isinstance(found, list)
    return [each["code"] for each in found]


def test_a_notice_with_something_unfit_is_refused_and_all_of_it_told(tmp_path: Path) -> None:
    """Exit 1, no file, nothing written to the ledger; the refused findings come first in `findings`."""
    held = book(GOOD, {**LATE, "整改进展": "2026428日采购"})
    outcome = run(held, tmp_path / "甲.docx")
    assert (outcome.status, outcome.data["notice"]) == (1, None)
    assert codes(outcome, "refused") == codes(outcome, "findings")[:2] == ["RX856", "NT204"]
    assert outcome.summary[0] == (
        "公开稿没有生成：有2项2处不宜公开（RX856 正文里的日期缺字1处、NT204 逾期未完成1处）。"
    )
    assert "--waive RX856=理由" in outcome.summary[1]
    assert list(tmp_path.iterdir()) == []
    assert held.written == []


def test_what_is_waived_by_name_is_published_and_on_record(tmp_path: Path) -> None:
    """变更记录 tells who, when, what, where and why; the internal edition prints it."""
    held = book(GOOD, LATE)
    outcome = run(held, tmp_path / "甲.docx", waive=("NT204=已报巡察办同意",))
    assert (outcome.status, outcome.data["refused"]) == (0, [])
    assert outcome.data["waived"] == [
        {
            "code": "NT204",
            "reason": "已报巡察办同意",
            "by": "李四",
            "time": "2026-09-26 09:00:00",
            "places": "问题台账!K3",
            "title": "逾期未完成",
            "count": 1,
        }
    ]
    lines = [each for each in change_log.read(held.book) if each.change.column == "（公开放行）"]
    assert [(each.time, each.by, each.command, *each.change) for each in lines] == [
        (
            "2026-09-26 09:00:00",
            "李四",
            "生成通报",
            "通报文稿",
            "NT204",
            "（公开放行）",
            "问题台账!K3",
            "已报巡察办同意",
        )
    ]
    assert "放行" not in text_of(tmp_path / "甲.docx")
    run(held, tmp_path / "乙.docx", audience="internal")
    assert text_of(tmp_path / "乙.docx").endswith(
        "附：公开放行说明\n公开稿中有1项经人工放行，均记入《变更记录》。\n"
        "1.2026年9月26日，李四放行NT204（逾期未完成，问题台账!K3），理由：已报巡察办同意。"
    )


def test_the_same_waiver_for_another_file_of_the_day_is_recorded_once(tmp_path: Path) -> None:
    held = book(GOOD, LATE)
    run(held, tmp_path / "甲.docx", waive=("NT204=已报同意",))
    written = len(held.written)
    outcome = run(held, tmp_path / "甲.html", waive=("NT204=已报同意",))
    assert len(held.written) == written
    assert "今天已记入《变更记录》" in outcome.summary[1]


def test_a_waiver_of_one_thing_does_not_let_another_pass(tmp_path: Path) -> None:
    outcome = run(
        book(GOOD, LATE, {**LATE, "编号": "P003", "整改进展": ""}), tmp_path / "甲.docx", waive=("NT204=同意",)
    )
    assert (outcome.status, codes(outcome, "refused")) == (1, ["NT306"])


def test_a_waiver_of_nothing_is_told_and_leaves_no_record(tmp_path: Path) -> None:
    held = book(GOOD)
    outcome = run(held, tmp_path / "甲.docx", waive=("NT204=同意",))
    assert "NT204没有问题，不需要放行，没有记录。" in outcome.summary
    assert held.written == []


def test_only_the_public_edition_takes_waivers(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="内部稿"):
        run(book(GOOD), tmp_path / "甲.docx", audience="internal", waive=("NT204=同意",))


def test_without_a_place_to_record_it_there_is_no_waiver(tmp_path: Path) -> None:
    held = book(GOOD, LATE)
    sheets = {name: sheet for name, sheet in held.book.sheets.items() if name != "变更记录"}
    with pytest.raises(BookError, match="放行无从记录"):
        run(MemoryBook(held.book._replace(sheets=sheets)), tmp_path / "甲.docx", waive=("NT204=同意",))
    assert list(tmp_path.iterdir()) == []


def test_a_sentence_that_cannot_be_filled_in_is_no_matter_of_waiving(tmp_path: Path) -> None:
    """Both kinds of fault are told in one go."""
    outcome = run(book(GOOD, LATE, 联系电话=""), tmp_path / "甲.docx", waive=("NT204=同意",))
    assert outcome.status == 1
    assert "NT105" in codes(outcome, "findings")


def test_internal_and_comparing_editions_are_not_gated_and_not_redacted(tmp_path: Path) -> None:
    held = book(GOOD, {**LATE, "整改进展": "手机13800000000"})
    assert run(held, tmp_path / "内.docx", audience="internal").status == 0
    outcome = run(held, tmp_path / "核.docx", as_published=True)
    assert (outcome.status, outcome.data["redactions"]) == (0, [])
    assert "请勿发布" in outcome.summary[1]
    assert "手机13800000000" in text_of(tmp_path / "内.docx")


def test_personal_data_is_covered_and_listed(tmp_path: Path) -> None:
    """The paper shows covered words, the outcome what kind, where and how printed; the ledger keeps its own."""
    held = book({**GOOD, "责任人": "王建国", "整改进展": "王建国电话13800000000告知家属，学习雷锋同志"})
    outcome = run(held, tmp_path / "甲.docx")
    assert "王某某电话138****0000告知家属，学习雷锋同志" in text_of(tmp_path / "甲.docx")
    assert outcome.data["redactions"] == [
        {"kind": "姓名", "sheet": "问题台账", "cell": "P2", "row_id": "P001", "printed": "王某某"},
        {"kind": "手机号", "sheet": "问题台账", "cell": "P2", "row_id": "P001", "printed": "138****0000"},
    ]
    assert codes(outcome, "findings").count("NT211") == 2
    assert "已遮盖个人信息2处（姓名1处、手机号1处）；不该遮盖的，写进《基本信息》的“不遮盖”。" in outcome.summary
    assert reader.read_ledger(held.book).problems[0].progress == "王建国电话13800000000告知家属，学习雷锋同志"


def test_the_ledger_remembers_its_layout_and_an_option_goes_before_it(tmp_path: Path) -> None:
    held = book(GOOD, 版式="省规范")
    layout = run(held, tmp_path / "甲.docx").data["layout"]
    assert isinstance(layout, dict)
    assert (layout["name"], len(layout["deviations"])) == ("省规范", 7)
    margin = docx.Document(str(tmp_path / "甲.docx")).sections[0].top_margin
    assert margin is not None
    assert round(margin.mm) == 28
    layout = run(held, tmp_path / "乙.docx", layout="国标").data["layout"]
    assert isinstance(layout, dict)
    assert layout["deviations"] == []


def test_a_layout_that_does_not_exist_stops_the_work(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="没有“部颁”这种版式"):
        run(book(GOOD), tmp_path / "甲.docx", layout="部颁")
    assert list(tmp_path.iterdir()) == []


def test_a_cell_of_40000_characters_and_a_hostile_one_do_no_harm(tmp_path: Path) -> None:
    """All of the text is in the paper; markup stays what was typed. Braces and formulas stop the gate (NT305)."""
    long, hostile = "囧" * 40_000, 'HYPERLINK("http://a") <w:p/> & ]]>'
    held = book({**GOOD, "整改进展": long}, {**GOOD, "编号": "P002", "整改进展": hostile})
    assert run(held, tmp_path / "甲.docx", waive=("RX854=略",)).status == 0
    printed = text_of(tmp_path / "甲.docx")
    assert printed.count("囧") == 40_000
    assert hostile in printed


@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('=DISPIMG("ID_0A1B",1)', "放的是WPS的单元格图片（公式DISPIMG）"),
        ('见图 =_xlfn.DISPIMG("ID_0A1B",1)', "放的是WPS的单元格图片（公式DISPIMG）"),
        ('dispimg ("ID_0A1B",1)', "放的是WPS的单元格图片（公式DISPIMG）"),
        ("=SUM(A1:A3)", "以等号开头"),
        ("＝制定计划", "以等号开头"),
        (" =制定计划", "以等号开头"),
        ("共{{ 问题数 }}个", "有没有换成内容的模板标记"),
        ("{% for 甲 in 乙 %}", "有没有换成内容的模板标记"),
        ("{# 备注 #}", "有没有换成内容的模板标记"),
        ("｛｛问题数｝｝", "有没有换成内容的模板标记"),
        ("一是\x1b[31m补齐资料", "有看不见的控制字符"),
        ("一是\x07补齐资料", "有看不见的控制字符"),
        ("一是\x9b31m补齐资料", "有看不见的控制字符"),
        ("一是_x001B_补齐资料", "有看不见的控制字符"),
        ("一是\u2028补齐资料", "有看不见的控制字符"),
        ("一是\ufffc补齐资料", "有看不见的控制字符"),
        ("一是补齐#REF!份", "夹着公式的错误值"),
        ("一是补齐#N/A份", "夹着公式的错误值"),
        ("一是补齐Err:508份", "夹着公式的错误值"),
    ],
)
def test_what_a_machine_left_reaches_no_edition(tmp_path: Path, audience: str, text: str, what: str) -> None:
    """Trial x16 and the attacks j_ansi and j_ctrl: the cell is named, and no file is written."""
    outcome = run(book({**GOOD, "整改进展": text}), tmp_path / "甲.docx", audience=audience)
    findings = outcome.data["findings"]
    assert isinstance(findings, list)
    assert (outcome.status, list(tmp_path.iterdir())) == (1, [])
    assert [
        (each["cell"], what in each["message"], "删去" in each["fix"]) for each in findings if each["code"] == "NT305"
    ] == [("P2", True, False)]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200e", "\u061c", "\u200b"])
def test_signs_that_turn_the_reading_order_stop_the_public_edition_and_are_printed_in_none(
    tmp_path: Path, mark: str
) -> None:
    held = book({**GOOD, "整改进展": f"一是补齐{mark}资料"})
    assert codes(run(held, tmp_path / "甲.txt"), "refused") == ["RX858"]
    assert run(held, tmp_path / "甲.txt", audience="internal").status == 0
    assert "一是补齐资料" in (tmp_path / "甲.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["NT305", "NT306"])
def test_residue_and_unfilled_places_can_never_be_waived(tmp_path: Path, code: str) -> None:
    with pytest.raises(UsageError, match=f"{code}（.*）不能放行，只能改正"):
        run(book({**GOOD, "整改进展": ""}), tmp_path / "甲.docx", waive=(f"{code}=理由",))
    assert list(tmp_path.iterdir()) == []


def test_a_place_to_fill_in_is_not_published_though_its_lack_is_waived(tmp_path: Path) -> None:
    outcome = run(book({**GOOD, "整改进展": ""}), tmp_path / "甲.docx", waive=("NT202=同意",))
    assert (codes(outcome, "refused"), list(tmp_path.iterdir())) == (["NT306"], [])
    assert outcome.summary[1] == "NT306不能放行，请改正后再试。"


def test_the_internal_edition_may_show_what_is_not_filled_in(tmp_path: Path) -> None:
    assert run(book({**GOOD, "整改进展": ""}), tmp_path / "甲.txt", audience="internal").status == 0
    assert "〔整改进展未填〕" in (tmp_path / "甲.txt").read_text(encoding="utf-8")


def test_no_waiver_is_recorded_for_a_notice_that_could_not_be_written(tmp_path: Path) -> None:
    held = book(GOOD, LATE)
    (tmp_path / "文件").write_text("不是文件夹", encoding="utf-8")
    with pytest.raises(RectifyError):
        run(held, tmp_path / "文件" / "甲.docx", waive=("NT204=已报同意",))
    assert list(waivers.on_record(held.book)) == []


@pytest.mark.parametrize("former", [None, "原来的通报"])
def test_a_notice_whose_waiver_cannot_be_recorded_is_taken_back(tmp_path: Path, former: str | None) -> None:
    """What stood there before stands there again."""

    class Locked(MemoryBook):
        def write(self, changes: Changes) -> None:
            raise BookError(f"台账被占用，{len(changes)}处没有写入", "请关闭后再试")

    target = tmp_path / "甲.txt"
    if former:
        target.write_text(former, encoding="utf-8")
    with pytest.raises(BookError, match="台账被占用"):
        run(Locked(book(GOOD, LATE).book), target, waive=("NT204=已报同意",))
    assert (target.read_text(encoding="utf-8") if target.exists() else None) == former
