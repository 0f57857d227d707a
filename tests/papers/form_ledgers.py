"""Ledgers for the tests of 上报表: a township with as many problems as asked for."""

from __future__ import annotations

from datetime import date

from generate.ledger_builder import raw_book
from rectify_xl.ledger import schema
from rectify_xl.ledger.reading import reader
from rectify_xl.ledger.reading.reader import RawBook, RawSheet
from rectify_xl.ledger.records import Ledger
from rectify_xl.text.cell_value import Raw

AS_OF = date(2026, 9, 30)
DEPARTMENTS = ("党政办", "党建办", "农业农村办", "财政所", "纪委", "社会事务办", "综治中心", "村镇办", "应急管理站")
LEADERS = ("周明", "吴桂兰", "郑一鸣")
ASPECTS = (
    "贯彻落实党的理论和路线方针政策、党中央决策部署方面",
    "落实全面从严治党战略部署方面",
    "落实新时代党的组织路线方面",
    "落实上轮巡察整改方面",
)
_DONE = "一是召开党委会专题研究，明确由分管领导牵头、{}具体负责；二是制定整改方案，列出任务清单和时间节点；"
_MORE = (
    "三是开展排查，走访群众{}户，发现并纠正问题{}个；"
    "四是修订完善管理制度，建立每月通报、每季度检查的长效机制，防止问题反弹。"
)
_VILLAGES = "个别村组公示不及时、群众不知情，"
_MEASURE = "由{}负责，于{}月底前完成排查并建立台账，逐项销号，每月向党委会报告一次进展情况"


def book(problems: int, *, info: str = "") -> RawBook:
    """Return the workbook of a township with so many problems; some late, some extended, some closed in part."""
    header = [column.name for column in schema.PROBLEMS.columns]
    rows: list[list[Raw]] = [list(header)]
    measures: list[list[Raw]] = [[column.name for column in schema.MEASURES.columns]]
    closures: list[list[Raw]] = [[column.name for column in schema.CLOSURES.columns]]
    for number in range(1, problems + 1):
        row = _problem(number)
        rows.append([row.get(name) for name in header])
        for part in range(1, number % 4 + 1):
            measures.append(_measure(number, part, measures[0]))
        if number % 7 == 3:
            closures.append(_extension(number, closures[0]))
    base = raw_book(
        f"""
        [基本信息]
        单位名称 | 中共清河县云岭镇委员会
        巡察机构 | 县委第四巡察组
        巡察轮次 | 十四届县委第六轮
        反馈日期 | 2026-03-18
        {info}
        """
    )
    sheets = {**base.sheets}
    for name, grid in (("问题台账", rows), ("整改措施", measures), ("销号登记", closures)):
        sheets[name] = RawSheet(name, grid)
    return base._replace(sheets=sheets)


def ledger(problems: int) -> Ledger:
    """Return that ledger, read."""
    return reader.read_ledger(book(problems))


def _problem(number: int) -> dict[str, Raw]:
    department = DEPARTMENTS[number % len(DEPARTMENTS)]
    done = number % 3 != 0
    text = _DONE.format(department) + (_MORE.format(number * 3, number) * (1 + number % 5 // 2) if number % 4 else "")
    return {
        "编号": f"P{number:03d}",
        "方面": ASPECTS[(number * 4) // 121 if number > 30 else number * 4 // 31],
        "具体问题": f"第{number}号问题：对惠农补贴资金监管不到位，{_VILLAGES * (number % 3)}台账不完整",
        "牵头领导": LEADERS[number % 3],
        "责任科室": department if number % 5 else f"{department}、财政所",
        "责任人": f"责任人{number}",
        "整改时限": date(2026, 4 + number % 8, 28),
        "完成程度": "已完成" if done else "整改中",
        "后续要求": "长期坚持" if number % 4 == 1 else "无",
        "即知即改": "是" if number % 11 == 1 else None,
        "整改进展": text,
        "剩余事项": None if done else "设备采购尚未到货",
        "完成日期": date(2026, 6, 20) if done else None,
        "备注": f"内部备注{number}",
    }


def _measure(number: int, part: int, header: list[Raw]) -> list[Raw]:
    text = _MEASURE.format(DEPARTMENTS[part % len(DEPARTMENTS)], 3 + part) + "。" * (part % 2)
    values: dict[str, Raw] = {
        "措施编号": f"M{number:03d}-{part}",
        "问题编号": f"P{number:03d}",
        "措施内容": f"{text}（措施{number}之{part}）",
        "责任科室": DEPARTMENTS[part % len(DEPARTMENTS)],
        "责任人": f"经办{part}",
        "时限": date(2026, 6, 30),
        "完成程度": "已完成" if number % 3 else "整改中",
    }
    return [values.get(str(name)) for name in header]


def _extension(number: int, header: list[Raw]) -> list[Raw]:
    values: dict[str, Raw] = {
        "问题编号": f"P{number:03d}",
        "类型": "延期",
        "申请日期": date(2026, 5, 6),
        "申请人": "责任人",
        "分管领导": "周明 2026-05-08",
        "结论": "通过",
        "延期至": date(2026, 12, 31),
        "延期理由": "设备未到货，厂家排产延迟",
        "日期": date(2026, 5, 8),
    }
    return [values.get(str(name)) for name in header]


def of_texts(rows: list[tuple[str, str, list[str]]]) -> Ledger:
    """Return a ledger of problems with these texts: problem, progress, and measures."""
    return reader.read_ledger(book_of_texts(rows))


def book_of_texts(rows: list[tuple[str, str, list[str]]]) -> RawBook:
    """Return the workbook of that ledger."""
    problems: list[list[Raw]] = [["编号", "方面", "具体问题", "责任科室", "完成程度", "整改进展"]]
    measures: list[list[Raw]] = [["措施编号", "问题编号", "措施内容", "完成程度"]]
    for number, (problem, progress, steps) in enumerate(rows, 1):
        problems.append([f"P{number:03d}", "履职", problem, "党政办", "整改中", progress])
        measures += [[f"M{number:03d}-{at}", f"P{number:03d}", text, "整改中"] for at, text in enumerate(steps, 1)]
    base = book(0)
    sheets = {**base.sheets, "问题台账": RawSheet("问题台账", problems), "整改措施": RawSheet("整改措施", measures)}
    return base._replace(sheets=sheets)
