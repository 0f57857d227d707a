"""`remind` tells each person what is late or falls due, in words, as a mail, and in a calendar."""

# A row of a ledger is one line.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

import icalendar
import pytest

from generate.ledger_builder import MemoryBook, complete, raw_book, whole
from rectify_xl.commands.outcome import Outcome, Request, Value
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.errors import PaperError, UsageError
from rectify_xl.text.refs import parse_address

AS_OF = date(2026, 9, 28)
MOMENT = datetime(2026, 9, 28, 9, 30)  # noqa: DTZ001 - the user's own clock

LEDGER = """
[基本信息]
单位名称 | 青石镇
反馈日期 | 2026-03-18
集中整改结束 | 2026-12-31
临期天数 | 10
[问题台账]
编号 | 方面 | 具体问题 | 牵头领导 | 责任科室 | 责任人 | 整改时限 | 完成程度 | 剩余事项
P001 | 甲 | 学习走过场。 | 周明副镇长 | 党政办、财政所 | 李岚 13800001234、王芳 | 2026-09-10 | 整改中 |
P002 | 甲 | 账目不清 | 何静 | 财政所 | | 2026-10-08 | 未启动 |
P003 | 乙 | 道路未修 | 何静 | 城建办 | 陈立 | 2026-12-30 | 整改中 |
P004 | 乙 | 印章管理不严 | 何静 | 党政办 | 李岚 | 2026919日 | 整改中 |
P005 | 乙 | 早已办完 | 何静 | 党政办 | 李岚 | 2026-09-01 | 已完成 |
P006 | 乙 | 无人认领 | 周明副镇长 | | | 2026-09-20 | 整改中 |
P007 | 乙 | 没有时限 | 周明副镇长 | 党政办 | 李岚 | | 整改中 |
P008 | 乙 | 已经延期 | 周明副镇长 | 城建办 | 陈立 | 2026-08-20 | 整改中 |
P009 | 乙 | 今天到期 | 周明副镇长 | 城建办 | 陈立 | 2026-09-28 | 整改中 |
P010 | 乙 | 没有“厘清”的账 | 赵书记 | 农业农村办 | 同上 | 2026-08-31 | 已完成 | 3.2万元未收回
P011 | 乙 | 大家的事 | 赵书记 | 各站办所 | | 2026-11-05 | 整改中 |
[整改措施]
措施编号 | 上级措施 | 问题编号 | 措施内容 | 责任科室 | 责任人 | 时限 | 完成程度
M003-1 | | P003 | 先修东街 | | | 2026-09-27 | 整改中
M003-2 | | P003 | 请水利站会商排水 | 水利站 | 孙平 | 2026-10-09 | 未启动
M003-3 | | P003 | 已经修好西街 | | | 2026-09-01 | 已完成
M010-1 | | P010 | 收回欠款 | | | 2026-08-31 | 整改中
M010-2 | | P010 | 查清账目 | | | 2026-08-31 | 整改中
M003-4 | | P003 | 时限乱写的 | | 陈立 | 九月第八个周五 | 整改中
[销号登记]
问题编号 | 类型 | 申请日期 | 申请人 | 主要负责人 | 结论 | 延期至 | 延期理由 | 日期
P008 | 延期 | 2026-08-10 | 陈立 | 钱立 | 通过 | 2026-09-15 | 雨季停工 | 2026-08-12
"""


def run(folder: Path | None = None, **options: Value) -> Outcome:
    command = find("remind")
    assert command is not None
    given: dict[str, Value] = {**options, **({"output": str(folder)} if folder else {})}
    book = MemoryBook(
        whole(raw_book(complete(LEDGER) + "\n[字典]\n收件人 | 收件邮箱\n财政所 | cz@example.com\n李岚 | 不知道"))
    )
    return invoke(command, Request(AS_OF, book, options=given, by="王芳", moment=MOMENT))


def texts(outcome: Outcome) -> dict[str, str]:
    return {entry["to"]: entry["text"] for entry in outcome.data["reminders"]}  # type: ignore[attr-defined]


def test_each_person_is_told_what_is_late_soon_or_unreadable() -> None:
    """责任人 first, else 责任科室; a holiday and an 延期 move the day; measures have their own; the latest comes first."""
    told = texts(run())
    money = told.pop("农业农村办")
    assert money.startswith(
        "农业农村办：您好！提醒您以下巡察整改事项：\n"
        "问题“没有‘厘清’的账”（其中措施2条也没有办完），8月31日到期，已逾期28天；列为“已完成”，但还剩“3.2万元未收回”没有办。\n"
    )
    assert told == {
        "李岚": (
            "李岚同志：您好！提醒您以下巡察整改事项：\n"
            "1. 问题“学习走过场”，9月10日到期，已逾期18天。\n"
            "2. 问题“印章管理不严”，时限写的是“2026919日”，看不出是哪一天。\n"
            "逾期的请抓紧办结，9月29日前回复进展、卡在哪里、预计哪天办完；时限看不清的请告诉我们准确日期。\n"
            "收到请回复，谢谢！（青石镇）"
        ),
        "王芳": (
            "王芳同志：您好！提醒您以下巡察整改事项：\n"
            "问题“学习走过场”，9月10日到期，已逾期18天。\n"
            "逾期的请抓紧办结，9月29日前回复进展、卡在哪里、预计哪天办完。\n"
            "收到请回复，谢谢！（青石镇）"
        ),
        "陈立": (
            "陈立同志：您好！提醒您以下巡察整改事项：\n"
            "1. 问题“已经延期”，9月15日到期（已延期），已逾期13天。\n"
            "2. 问题“今天到期”，9月28日到期，就是今天。\n"
            "3. 措施“先修东街”，9月27日到期（逢节假日顺延到9月28日），就是今天。\n"
            "4. 措施“时限乱写的”，时限写的是“九月第八个周五”，看不出是哪一天。\n"
            "逾期的请抓紧办结，9月29日前回复进展、卡在哪里、预计哪天办完；临近到期的请按期办结并报送佐证材料，"
            "确实办不完的请在到期前申请延期；时限看不清的请告诉我们准确日期。\n"
            "收到请回复，谢谢！（青石镇）"
        ),
        "财政所": (
            "财政所：您好！提醒您以下巡察整改事项：\n"
            "问题“账目不清”，10月8日到期，还有10天，还没有启动。\n"
            "临近到期的请按期办结并报送佐证材料，确实办不完的请在到期前申请延期。\n"
            "收到请回复，谢谢！（青石镇）"
        ),
    }
    told["农业农村办"] = money
    assert all("P00" not in text and "M00" not in text for text in told.values())


def test_the_window_is_as_asked() -> None:
    """`--within` looks further ahead than 临期天数; a number of days that is none is refused."""
    assert "孙平" not in texts(run())
    assert "措施“请水利站会商排水”，10月9日到期，还有11天，还没有启动" in texts(run(within="11"))["孙平"]
    with pytest.raises(UsageError, match="天数应是0到999的整数"):
        run(within="一周")


def test_by_leader_and_by_department() -> None:
    """A leader hears of all that he answers for; 同志 does not follow a title; a department hears of its own measures."""
    leaders = texts(run(by_whom="领导"))
    assert set(leaders) == {"周明副镇长", "何静", "赵书记"}
    assert leaders["周明副镇长"].startswith("周明副镇长：您好")
    assert "道路未修" not in leaders["何静"]
    assert "先修东街" in leaders["何静"]
    offices = texts(run(by_whom="科室", within="60"))
    assert set(offices) == {"党政办", "财政所", "城建办", "水利站", "农业农村办"}
    assert all("大家的事" in text for text in offices.values())


def test_what_nobody_is_reminded_of_is_said() -> None:
    """A row without a person and a department, and one without a deadline, are named."""
    said = "".join(run().summary)
    assert "没有写明由谁负责、无人可提醒的1项：问题“无人认领”。请补上责任人或责任科室。" in said
    assert "没有填整改时限、无从提醒的问题1个：P007。" in said


def test_files_to_send(tmp_path: Path) -> None:
    """All texts in one file, a mail for each, and a calendar of whole days with an alarm; nothing is replaced."""
    outcome = run(tmp_path / "提醒")
    assert sorted(path.name for path in (tmp_path / "提醒").iterdir()) == [
        "到期日历.ics",
        "提醒_农业农村办.eml",
        "提醒_李岚_党政办.eml",
        "提醒_王芳_党政办.eml",
        "提醒_财政所.eml",
        "提醒_陈立_城建办.eml",
        "提醒短信.txt",
    ]
    content = (tmp_path / "提醒" / "提醒短信.txt").read_bytes().decode("utf-8-sig")
    assert all(text.replace("\n", "\r\n") in content for text in texts(outcome).values())
    mail = message_from_bytes((tmp_path / "提醒" / "提醒_财政所.eml").read_bytes(), policy=modern)
    assert (mail["To"], mail["Subject"]) == ("cz@example.com", "【提醒】巡察整改事项即将到期1项（财政所）")
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "到期日历.ics"
    assert "《字典》“收件邮箱”一列写的不是邮箱地址，没有用：李岚“不知道”。" in outcome.summary
    calendar = icalendar.Calendar.from_ical((tmp_path / "提醒" / "到期日历.ics").read_bytes())
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == 6
    event = events["巡察整改到期：问题“账目不清”（财政所）"]
    assert event.decoded("dtstart") == date(2026, 10, 8)
    assert event.decoded("dtend") == date(2026, 10, 9)
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [timedelta(hours=-15)]
    assert events["巡察整改已逾期18天：问题“学习走过场”（王芳）"].decoded("dtstart") == AS_OF
    with pytest.raises(PaperError, match="没有覆盖"):
        run(tmp_path / "提醒")


def test_a_later_calendar_updates_the_earlier_one(tmp_path: Path) -> None:
    """The same problem keeps its UID from one day to the next, and its sequence grows."""
    command = find("remind")
    assert command is not None
    book = MemoryBook(whole(raw_book(complete(LEDGER))))
    seen = []
    for number, moment in enumerate((MOMENT, MOMENT + timedelta(days=3))):
        folder = tmp_path / str(number)
        invoke(command, Request(moment.date(), book, options={"output": str(folder)}, moment=moment))
        calendar = icalendar.Calendar.from_ical((folder / "到期日历.ics").read_bytes())
        seen.append({str(event["uid"]): int(str(event["sequence"])) for event in calendar.walk("VEVENT")})
    common = seen[0].keys() & seen[1].keys()
    assert len(common) == 6
    assert all(seen[0][uid] < seen[1][uid] for uid in common)


def test_only_one_and_nobody() -> None:
    """`--only` takes a person or a department; a name without anything due is told with those that have."""
    assert set(texts(run(only=("党政办",)))) == {"李岚", "王芳"}
    with pytest.raises(UsageError, match="“赵六”没有到期的事项。现在要提醒的有：农业农村办、李岚、王芳、陈立、财政所"):
        run(only=("赵六",))


def test_every_item_tells_its_cell_for_machines() -> None:
    """The JSON names the cell of each deadline; the texts do not."""
    cells = [item["cell"] for entry in run().data["reminders"] for item in entry["items"]]  # type: ignore[attr-defined]
    assert all(parse_address(cell) for cell in cells)
    assert "销号登记!G2" in cells
