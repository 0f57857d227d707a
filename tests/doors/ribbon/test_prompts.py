"""A click asks for what the command line is told by options, and does in a real office what the command line does."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
import xlwings

from rectify_xl.commands.outcome import Outcome
from rectify_xl.doors.ribbon import clicks
from rectify_xl.system import resources
from rectify_xl.workbook import file_host
from rectify_xl.workbook.live.active_book import ActiveBook
from tests.doors.ribbon.conftest import Answers
from tests.workbook.live import ledgers

AS_OF = date(2025, 9, 26)
Open = Callable[[Path], xlwings.Book]
TABLES = """
    [基本信息]
    反馈日期 | 2025-03-18
    [问题台账]
    编号 | 方面 | 具体问题 | 责任科室 | 整改时限 | 完成程度 | 整改进展 | 完成日期
    P001 | 甲方面 | 用印没有记录 | 办公室 | 2025-06-30 | 已完成 | 已修订印章管理办法。 | 2025-06-20
    P002 | 甲方面 | 会议记录不规范 | 办公室 | 2025-06-30 | 已完成 | 已重新培训记录员。 | 2025-06-25
    P003 | 乙方面 | 账实不符 | 财务科 | 2025-12-31 | 整改中 | 正在盘点。 |
    [整改措施]
    措施编号 | 问题编号 | 措施内容 | 完成程度 | 完成日期
    M001-1 | P001 | 修订印章管理办法 | 已完成 | 2025-06-18
    M002-1 | P002 | 重新培训记录员 | 已完成 | 2025-06-24
"""


@pytest.fixture(autouse=True)
def clerk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Log 王芳 in at this computer."""
    monkeypatch.setenv("USERNAME", "王芳")


@pytest.fixture
def book(opened: Open, tmp_path: Path) -> xlwings.Book:
    """Return an open ledger with two finished problems and one under way, and a file beside it."""
    (tmp_path / "办法.pdf").write_bytes(b"abc")
    (tmp_path / "照片.jpg").write_bytes(b"defg")
    return opened(ledgers.build(tmp_path / "台账 甲.xlsx", TABLES))


def press(book: xlwings.Book, answers: Answers, command: str, variant: str = "", **replies: str | None) -> Outcome:
    """Click, with one reply for each of some questions, and yes at the end."""
    outcome = pressed(book, answers, command, variant, **{key: [value] for key, value in replies.items()})
    assert outcome is not None, answers.said
    return outcome


def pressed(
    book: xlwings.Book, answers: Answers, command: str, variant: str = "", **replies: list[str | None]
) -> Outcome | None:
    """Click, with several replies for each of some questions."""
    answers.replies = replies
    answers.questions.clear()
    answers.said.clear()
    answers.yes = True
    return clicks.press(command, variant, ActiveBook(book.app, book), answers, AS_OF)


def row(book: xlwings.Book, sheet: str, number: int, columns: str) -> list[object]:
    return list(book.sheets[sheet].range(f"A{number}:{columns}{number}").value)


def select(book: xlwings.Book, sheet: str, address: str) -> None:
    book.sheets[sheet].activate()
    book.sheets[sheet].range(address).select()


def test_a_problem_is_closed_by_buttons_alone(book: xlwings.Book, answers: Answers, tmp_path: Path) -> None:
    """Evidence, application, three signatures and approval, with the selected row and the next signer as defaults."""
    select(book, "问题台账", "D2")
    answers.files = [(tmp_path / "办法.pdf", tmp_path / "照片.jpg")]
    press(book, answers, "close", "evidence")
    assert row(book, "佐证材料", 3, "G")[:4] == ["E002", "P001", "照片", "照片.jpg"]
    press(book, answers, "close", "apply", 办理人姓名="吴某")
    assert answers.said[0] == "办理“申请”：\nP001 用印没有记录\n办理人姓名：吴某\n办理日期：2025-09-26\n\n确定吗？"
    press(book, answers, "close", "sign", 办理人姓名="吴某", 验收意见="同意  销号")
    assert answers.questions[1] == "P001 用印没有记录\n以什么身份办理[责任科室|分管领导|主要负责人]"
    assert answers.said[0] == (
        "办理“签字”：\nP001 用印没有记录\n以什么身份办理：责任科室\n办理人姓名：吴某\n验收意见：同意 销号\n"
        "办理日期：2025-09-26\n\n确定吗？"
    )
    press(book, answers, "close", "sign", 办理人姓名="周某")
    assert answers.defaults["以什么身份办理"] == "分管领导"
    assert [text for text in answers.questions if text.startswith("验收意见")] == []
    press(book, answers, "close", "sign", 办理人姓名="钱某")
    press(book, answers, "close", "approve", 办理人姓名="赵某")
    assert [text.partition("（")[0] for text in answers.questions] == [
        "问题编号，可以写几个",
        "P001 用印没有记录\n办理人姓名：",
        "P001 用印没有记录\n办理日期：",
    ]
    assert row(book, "销号登记", 2, "K")[0] == "P001"
    assert "吴某 2025-09-26" in row(book, "销号登记", 2, "N")
    assert "钱某 2025-09-26" in row(book, "销号登记", 2, "N")
    assert "通过" in row(book, "销号登记", 2, "N")
    assert answers.said[-1].startswith("已批准：P001（2025-09-26），记入《销号登记》。")
    assert "周某" in book.sheets["变更记录"].range("B2:B30").value


def test_all_selected_rows_are_the_problems_without_those_that_a_filter_hides(
    book: xlwings.Book, answers: Answers
) -> None:
    """Rows 2 to 4 are selected and row 3 is hidden: P001 and P003 are offered, nothing is lost of the other rows."""
    book.sheets["问题台账"].range("3:3").rows.hidden = True
    select(book, "问题台账", "A2:F4")
    pressed(book, answers, "close", "apply", 问题编号=[None])
    assert answers.defaults["问题编号"] == "P001、P003"


@pytest.mark.parametrize(
    ("sheet", "address"), [("使用说明", "A1"), ("问题台账", "A1"), ("问题台账", "A:C"), ("问题台账", "A40")]
)
def test_where_no_problem_is_selected_nothing_is_offered(
    book: xlwings.Book, answers: Answers, sheet: str, address: str
) -> None:
    """Another sheet, the header, whole columns and empty rows stand for no problem."""
    select(book, sheet, address)
    pressed(book, answers, "close", "apply", 问题编号=[None])
    assert answers.defaults["问题编号"] == ""


@pytest.mark.parametrize("position", range(5))
def test_cancelling_any_question_changes_nothing_and_says_nothing(
    book: xlwings.Book, answers: Answers, position: int
) -> None:
    """Each of the five questions of a rejection can be cancelled; the ledger stays unmodified, and no message comes."""
    close_one(book, answers, until="sign")
    labels = ("问题编号", "以什么身份办理", "办理人姓名", "理由", "补充要求")
    replies: dict[str, list[str | None]] = {"问题编号": ["P001"], "理由": ["缺记录"], "补充要求": ["补记录"]}
    replies[labels[position]] = [None]
    before = book.sheets["销号登记"].range("A1:N3").value
    assert pressed(book, answers, "close", "reject", **replies) is None
    assert answers.said == []
    assert len(answers.questions) == position + 1
    assert book.sheets["销号登记"].range("A1:N3").value == before


def test_no_at_the_summary_changes_nothing(book: xlwings.Book, answers: Answers) -> None:
    """The last question is a summary; whoever says no is left alone."""
    answers.replies = {"问题编号": ["P003"], "延期日期": ["2026-03-31"], "理由": ["等上级批复"]}
    assert clicks.press("close", "extend", ActiveBook(book.app, book), answers, AS_OF) is None
    assert len(answers.said) == 1
    assert answers.said[0].startswith("办理“申请延期”：\nP003 账实不符\n")
    assert book.sheets["销号登记"].range("A2").value is None


def test_a_wrong_answer_is_asked_again_with_what_was_typed(book: xlwings.Book, answers: Answers) -> None:
    """Unknown ids, an impossible step, no date, a day to come, no reason: each is told at its question."""
    pressed(
        book,
        answers,
        "close",
        "extend",
        问题编号=["p099、P003", "P003"],
        办理日期=["下周", "2025-09-27", "2025-03-01", "2025年9月25日"],
        延期日期=["", "2025-09-25", "2026-03-31"],
        理由=["  ", "等上级批复"],
    )
    assert answers.questions == [
        "问题编号，可以写几个：",
        "台账中没有编号P099。请照《问题台账》的编号填写，几个编号用顿号隔开。问题编号，可以写几个：",
        "P003 账实不符\n办理人姓名：",
        "P003 账实不符\n办理日期：",
        "“下周”不是日期。请写成 2025-09-26 的样子。P003 账实不符\n办理日期：",
        "2025-09-27还没有到（今天2025-09-26）。P003 账实不符\n办理日期：",
        "2025-03-01早于反馈日期2025-03-18。P003 账实不符\n办理日期：",
        "P003 账实不符\n延期日期（延到哪一天）：",
        "没有填写延期日期。请写成 2025-09-26 的样子。P003 账实不符\n延期日期（延到哪一天）：",
        "延期日期2025-09-25应晚于2025-09-25。P003 账实不符\n延期日期（延到哪一天）：",
        "P003 账实不符\n理由：",
        "没有填写理由。P003 账实不符\n理由：",
    ]
    assert answers.defaults["理由"] == "  "
    assert row(book, "销号登记", 2, "B") == ["P003", "延期"]


def test_what_cannot_be_done_is_told_at_the_first_question(book: xlwings.Book, answers: Answers) -> None:
    """A signature without application, and a second application, are refused before anybody types a name."""
    pressed(book, answers, "close", "sign", 问题编号=["P001", None])
    assert answers.questions[1] == "P001还没有申请。请先申请。问题编号，可以写几个："
    close_one(book, answers, until="apply")
    pressed(book, answers, "close", "apply", 问题编号=["P001", None])
    assert answers.questions[1].startswith("P001已由吴某于2025-09-26申请销号（“销号登记”第2行），现等待责任科室签字。")


def test_who_was_first_is_told_when_two_people_sign(book: xlwings.Book, answers: Answers) -> None:
    """The second signature for a role names the first one and its cell; the row keeps it."""
    close_one(book, answers, until="sign")
    press(
        book, answers, "close", "sign", 问题编号="P001", 以什么身份办理="责任科室", 办理人姓名="郑某", 验收意见="同意"
    )
    assert "责任科室一栏已由吴某于2025-09-26签字（销号登记!" in answers.said[-1]
    assert "--" not in answers.said[-1]
    assert "郑某 2025-09-26" not in row(book, "销号登记", 2, "N")


def test_a_rejection_asks_for_reason_and_requirement(book: xlwings.Book, answers: Answers) -> None:
    """The problem goes back to 整改中, with who sent it back and why."""
    close_one(book, answers, until="sign")
    press(
        book,
        answers,
        "close",
        "reject",
        问题编号="P001",
        以什么身份办理="分管领导",
        办理人姓名="周某",
        理由="登记簿不全",
        补充要求="补齐登记簿",
    )
    position = [str(each) for each in book.sheets["问题台账"].range("A1:Z1").value].index("完成程度")
    assert book.sheets["问题台账"].range((2, position + 1)).value == "整改中"
    assert any("登记簿不全" in str(value) for value in row(book, "销号登记", 2, "N"))


def test_an_extension_is_applied_for_and_approved(book: xlwings.Book, answers: Answers) -> None:
    """Approving an extension asks for a role, offers only those who may approve, and refuses who applied for it."""
    select(book, "问题台账", "A4")
    press(book, answers, "close", "extend", 延期日期="2026-03-31", 理由="等上级批复")
    press(book, answers, "close", "approve", 以什么身份办理="主要负责人")
    assert "不能自己批准自己的延期" in answers.said[-1]
    press(book, answers, "close", "approve", 以什么身份办理="主要负责人", 办理人姓名="李敏")
    assert answers.questions[1] == "P003 账实不符\n以什么身份办理[分管领导|主要负责人|上级]"
    assert "李敏 2025-09-26" in row(book, "销号登记", 2, "N")
    assert "通过" in row(book, "销号登记", 2, "N")


def test_the_role_of_last_time_is_offered(book: xlwings.Book, answers: Answers) -> None:
    """Who rejected as 主要负责人 once is offered it the next time, whatever the ledger waits for."""
    close_one(book, answers, until="sign")
    pressed(book, answers, "close", "reject", 问题编号=["P001"], 以什么身份办理=["主要负责人"], 理由=[None])
    pressed(book, answers, "close", "reject", 问题编号=["P001"], 理由=[None])
    assert answers.defaults["以什么身份办理"] == "主要负责人"


def test_evidence_from_elsewhere_is_refused_and_asked_for_again(
    book: xlwings.Book, answers: Answers, tmp_path: Path
) -> None:
    """The message says where files have to lie; a second choice from there is registered."""
    elsewhere = tmp_path.parent / "别处.pdf"
    elsewhere.write_bytes(b"x")
    answers.files = [(elsewhere,), (tmp_path / "办法.pdf",)]
    press(book, answers, "close", "evidence", 问题编号="P002")
    assert answers.said[0].startswith(f"警告：佐证文件不在台账所在的文件夹里：{elsewhere}。请先复制到“{tmp_path}”")
    assert row(book, "佐证材料", 2, "D") == ["E001", "P002", "办法", "办法.pdf"]


def test_form_and_pack_lie_beside_the_ledger(
    book: xlwings.Book, answers: Answers, tmp_path: Path, opened_papers: list[Path]
) -> None:
    """Each names its problems, never replaces another, and is opened after yes."""
    answers.files = [(tmp_path / "办法.pdf",)]
    press(book, answers, "close", "evidence", 问题编号="P001")
    press(book, answers, "close", "form", 问题编号="P001、P002")
    press(book, answers, "close", "form", 问题编号="P001、P002")
    press(book, answers, "close", "pack", 问题编号="")
    assert opened_papers == [
        tmp_path / "销号审批表 P001、P002_2025-09-26.docx",
        tmp_path / "销号审批表 P001、P002_2025-09-26_2.docx",
        tmp_path / "佐证材料_2025-09-26.zip",
    ]
    assert "用印没有记录" in "".join(
        cell.text for table in docx.Document(str(opened_papers[0])).tables for cell in table._cells
    )
    with zipfile.ZipFile(opened_papers[2]) as pack:
        assert sorted(name.rpartition("/")[2] for name in pack.namelist()) == ["E001_办法.pdf", "清单.csv"]


def test_a_relapse_is_recorded_and_registered(book: xlwings.Book, answers: Answers) -> None:
    """The look-back asks for day, verdict and finding; the relapse becomes a new row that points to the old one."""
    press(
        book,
        answers,
        "review",
        "record",
        问题或措施编号="P001",
        检查日期="2025-09-20",
        检查结论="反弹",
        检查发现="又有空白单据",
        下次回头看日期="2025-12-31",
    )
    assert answers.said[0].startswith(
        "办理“登记结论”：\n问题或措施编号：P001 用印没有记录\n检查日期：2025-09-20\n检查结论：反弹\n"
    )
    assert "请作反弹登记，另起一行再作整改" in answers.said[1]
    assert "又有空白单据" in row(book, "回头看", 2, "H")
    press(book, answers, "reopen", 问题编号="P001", 反弹的原因="抽查发现又有空白单据")
    assert book.sheets["问题台账"].range("A5").value == "P004"
    assert answers.said[-1].startswith("已登记反弹：P001 用印没有记录。《问题台账》第5行，编号P004，关联编号P001")


def test_the_same_look_back_is_asked_about(book: xlwings.Book, answers: Answers) -> None:
    """A second click with the same answers asks whether there was a second visit, and else records nothing."""
    visit = {
        "问题或措施编号": "P001",
        "检查日期": "2025-09-20",
        "检查结论": "巩固",
        "检查发现": "逐项核对",
        "下次回头看日期": "2025-12-31",
    }
    press(book, answers, "review", "record", **visit)
    replies: dict[str, list[str | None]] = {name: [answer] for name, answer in visit.items()}
    replies["确实又检查了一次吗"] = ["没有，不再登记"]
    assert pressed(book, answers, "review", "record", **replies) is None
    assert answers.said[-1] == (
        "警告：《回头看》第2行已登记过P001同一天的“巩固”，检查人同是王芳，没有再登记。确实又检查了一次的，请写明再登记一行。"
    )
    assert "逐项核对" not in row(book, "回头看", 3, "H")
    press(book, answers, "review", "record", **visit, 确实又检查了一次吗="是，再登记一行")
    assert "逐项核对" in row(book, "回头看", 3, "H")


def test_a_draw_asks_how_many_and_refuses_too_many(book: xlwings.Book, answers: Answers) -> None:
    """Five of two is told at the question; the seed may be given, and is printed."""
    answers.yes = False
    outcome = pressed(book, answers, "review", "draw", 抽几个=["5", "1"], 抽取编号=["7"])
    assert outcome is not None
    assert answers.questions[1].startswith("要抽5，可抽的问题只有2个。请改为不超过2。")
    assert (outcome.data["seed"], len(outcome.data["drawn"])) == ("7", 1)  # type: ignore[arg-type]


def test_history_tells_one_problem_or_all(book: xlwings.Book, answers: Answers) -> None:
    """With an id its life, without one what moved."""
    close_one(book, answers, until="apply")
    assert press(book, answers, "history", 问题编号="P001").data["problem"] == "P001"
    assert "吴某" in answers.said[-1]
    assert "before" in press(book, answers, "history", 问题编号="").data
    assert "before" in press(book, answers, "history", "moved", 从哪一天算起="2025-09-01").data


def test_a_form_is_made_of_a_part_that_is_chosen_from_lists(
    book: xlwings.Book, answers: Answers, opened_papers: list[Path]
) -> None:
    """Departments, leaders and aspects are offered as the ledger has them; what is not limited is left open."""
    outcome = press(book, answers, "form", "word_part", 责任单位="财务科", 状态="未完成")
    assert outcome.data["problems"] == [{"id": "P003", "row": 4}]
    assert answers.questions[:3] == [
        "责任单位（不限就选不写）[（不写）|办公室|财务科]",
        "方面（不限就选不写）[（不写）|甲方面|乙方面]",
        "状态（不限就选不写）[（不写）|未完成|逾期|已完成|已销号|未销号|长期坚持|已延期|需上级支持]",
    ]
    assert [path.name for path in opened_papers] == [f"上报表_{AS_OF.isoformat()}.docx"]


def test_an_earlier_ledger_is_compared(book: xlwings.Book, answers: Answers, tmp_path: Path) -> None:
    """Similar problems of both ledgers are told side by side."""
    answers.chosen = tmp_path / "上轮.xlsx"
    file_host.create(resources.path("workbook_template.xlsx"), answers.chosen, ledgers.filled(TABLES))
    press(book, answers, "risks", "previous")
    assert "与以前的台账相似的问题3对" in answers.said[-1]
    assert "P001 与以前的 P001 相似" in answers.said[-1]


def test_listing_what_is_missing_names_each_condition(book: xlwings.Book, answers: Answers) -> None:
    """For the selected problem the list says what is wrong, where, and what to do."""
    select(book, "问题台账", "A2")
    press(book, answers, "close", "list")
    assert "佐证材料中没有本问题的材料" in answers.said[-1]
    assert "--" not in answers.said[-1]


def close_one(book: xlwings.Book, answers: Answers, *, until: str) -> None:
    """Take P001 on its way to being closed, up to and including a step."""
    answers.files = [(Path(book.fullname).with_name("办法.pdf"),)]
    press(book, answers, "close", "evidence", 问题编号="P001")
    press(book, answers, "close", "apply", 问题编号="P001", 办理人姓名="吴某")
    if until == "sign":
        press(book, answers, "close", "sign", 问题编号="P001", 办理人姓名="吴某", 验收意见="同意")
