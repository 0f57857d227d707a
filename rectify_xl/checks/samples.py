"""One failing sample for every check, and the same corrected: for the gallery and for the tests.

The unit in them is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rectify_xl import ledger, schema, testing
from rectify_xl.checks import base
from rectify_xl.closure import imprint
from rectify_xl.ledger import RawBook
from rectify_xl.model import Ledger

AS_OF = date(2025, 9, 26)
"""The day on which the samples are checked."""


class Sample(NamedTuple):
    """Text tables (see `rectify_xl.testing`) in which one check finds something, and in which it does not.

    Sheets left out are added empty, but for those of `without`. `areas` are the Excel tables of the wrong workbook,
    `right_areas` those of the corrected one, `files` the evidence files beside both; `tabs` are
    all tabs of the wrong workbook, where they matter, `blank` its rows that are only formatted.
    """

    code: str
    wrong: str
    right: str
    without: tuple[str, ...] = ()
    areas: Mapping[str, str] = {}
    right_areas: Mapping[str, str] = {}
    files: Mapping[str, str] | None = None
    tabs: tuple[str, ...] = ()
    blank: Mapping[str, tuple[int, int, int]] = {}


def wrong_ledger(sample: Sample) -> Ledger:
    """Return the ledger in which the check finds something."""
    book = _book(sample.wrong)
    kept = {name: sheet for name, sheet in book.sheets.items() if name not in sample.without}
    return ledger.read(book._replace(sheets=kept, tables=sample.areas, tabs=sample.tabs, blank=sample.blank))


def right_ledger(sample: Sample) -> Ledger:
    """Return the corrected ledger."""
    return ledger.read(_book(sample.right)._replace(tables=sample.right_areas))


def _book(tables: str) -> RawBook:
    """Return the workbook of text tables, with all sheets, and 基本信息 with all its columns."""
    book = testing.raw_book(testing.complete(tables))
    info = book.sheets[schema.INFO.name]
    header = [column.name for column in schema.INFO.columns]
    return book._replace(sheets={**book.sheets, info.name: info._replace(rows=[header, *info.rows[1:]])})


def _info(*lines: str) -> str:
    return "\n".join(["[基本信息]", *lines])


def _table(name: str, header: str, *lines: str) -> str:
    return "\n".join([f"[{name}]", header, *lines])


def _problems(header: str, *lines: str) -> str:
    return _table("问题台账", header, *lines)


def _measures(header: str, *lines: str) -> str:
    return _table("整改措施", header, *lines)


def _all(sheet: schema.Sheet, *, renamed: Mapping[str, str] | None = None, extra: str = "") -> str:
    """Return an empty table with every column of a sheet, some of them under another name or left out (`""`)."""
    names = [(renamed or {}).get(column.name, column.name) for column in sheet.columns]
    return f"[{sheet.name}]\n" + " | ".join([name for name in names if name] + ([extra] if extra else []))


_FEEDBACK = "反馈日期 | 2025-03-18"
_AREAS = {sheet.table: f"{sheet.name}!A1:AE3" for sheet in base.DATA_SHEETS}
_TWO_ROWS = _problems("编号 | 方面", "P001 | 甲方面", "P002 | 甲方面")
_THREE_ROWS = _problems("编号 | 方面", "P001 | 甲方面", "P002 | 甲方面", "P003 | 乙方面")
_ONE = _problems("编号 | 完成程度", "P001 | 已完成")
_EXTENSION = "问题编号 | 类型 | 申请日期 | 申请人 | 主要负责人 | 结论 | 延期至 | 延期理由 | 日期"
_OVERWRITTEN = _table(
    "变更记录",
    "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
    "2025-07-01 09:00:00 | 未署名 | 人工修改 | 问题台账 | P001 | 整改时限 | 2025-06-30 | 2025-12-31",
)
_DELETED = _table(
    "变更记录",
    "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
    "2025-07-01 09:00:00 | 未署名 | 人工修改 | 问题台账 | P002 | （删除行） | 具体问题：药品盘点不及时 |",
)


def _log(line: str) -> str:
    """Return 变更记录 with one line that a person left."""
    return _table(
        "变更记录",
        "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
        f"2025-07-01 09:00:00 | 未署名 | 人工修改 | {line}",
    )


_LONG = "组织科室学习廉洁行医规定并签订承诺书"
_SENTENCE = "召开专题会研究制定措施，"

STRUCTURE = (
    Sample("RX101", _ONE, _ONE, without=("整改措施",)),
    Sample("RX102", _all(schema.PROBLEMS, renamed={"整改时限": "整改期限"}), _all(schema.PROBLEMS)),
    Sample("RX103", _all(schema.PROBLEMS, renamed={"验收标准": "验收的标准"}), _all(schema.PROBLEMS)),
    Sample("RX104", _all(schema.PROBLEMS, extra="完成程度"), _all(schema.PROBLEMS)),
    Sample("RX105", _info("单位名称 | 青石镇卫生院"), _info("单位名称 | 青石镇卫生院", "版式版本 | 1")),
    Sample("RX106", _info("版式版本 | 9"), _info("版式版本 | 1")),
    Sample(
        "RX107",
        _TWO_ROWS,
        _TWO_ROWS,
        areas={name: area for name, area in _AREAS.items() if name != "问题"},
        right_areas=_AREAS,
    ),
    Sample("RX108", _THREE_ROWS, _TWO_ROWS, areas=_AREAS, right_areas=_AREAS),
    Sample(
        "RX109",
        _problems("编号", *(f"P{number:04}" for number in range(1, 3001))),
        _problems("编号", *(f"P{number:04}" for number in range(1, 3000))),
    ),
    Sample("RX110", _ONE, _ONE, without=("变更记录",)),
    Sample(
        "RX111",
        _problems(
            "编号 | 方面 | 完成程度", "P001 | 甲方面 | 已完成", "编号 | 方面 | 完成程度", "P002 | 甲方面 | 整改中"
        ),
        _problems("编号 | 方面 | 完成程度", "P001 | 甲方面 | 已完成", "P002 | 甲方面 | 整改中"),
    ),
    Sample("RX112", _problems("编号 | 方面", "P001 | 甲方面", "合计 | 1"), _problems("编号 | 方面", "P001 | 甲方面")),
    Sample(
        "RX113",
        _problems("编号 | 方面 | 具体问题", "P001 | 甲方面 | 学习走过场", " | 甲方面 | 记录不全", "<合并> A2:A3"),
        _problems("编号 | 方面 | 具体问题", "P001 | 甲方面 | 学习走过场", "P002 | 甲方面 | 记录不全"),
    ),
    Sample(
        "RX114",
        _problems("编号 | 公开", "P001 | 否", "P002 |", "<合并> B2:B3"),
        _problems("编号 | 公开", "P001 | 否", "P002 | 否"),
    ),
    Sample(
        "RX115",
        _problems("编号 | 方面 | 具体问题", "一、学习方面 | |", "P001 | 甲方面 | 学习走过场", "<合并> A2:C2"),
        _problems("编号 | 方面 | 具体问题", "P001 | 甲方面 | 学习走过场"),
    ),
    Sample(
        "RX116",
        _problems("编号 | 公开", "P001 | 否", "P002 | 是", "<合并> B2:B3"),
        _problems("编号 | 公开", "P001 | 否", "P002 | 是"),
    ),
    Sample("RX117", _problems("编号 | 责任科室", "P001 | ⽔质科"), _problems("编号 | 责任科室", "P001 | 水质科")),
    Sample("RX118", _ONE, _ONE, tabs=("问题台账", "问题台账\u00a0")),
    Sample(
        "RX119",
        _ONE + "\n" + _table("字典", "完成程度 | 后续要求", "已完成 | 无"),
        _ONE + "\n" + _table("字典", "口径·完成程度 | 计为完成 | 口径·后续要求 | 计为长期", "已完成 | 是 | 无 | 否"),
    ),
    Sample("RX120", _ONE, _ONE, blank={"问题台账": (1_048_544, 33, 1_048_576)}),
)

_CLOSED_ONE = _table("销号登记", "问题编号 | 类型 | 结论", "P001 | 销号 | 通过")

REQUIRED = (
    Sample(
        "RX201", _problems("编号 | 方面 | 完成程度", "P001 | 甲方面 |"), _problems("编号 | 完成程度", "P001 | 整改中")
    ),
    Sample("RX202", _problems("编号 | 责任科室", "P001 |"), _problems("编号 | 责任科室", "P001 | 医务科")),
    Sample(
        "RX203",
        _info("单位名称 | 青石镇卫生院", "反馈日期 |"),
        _info("单位名称 | 青石镇卫生院", _FEEDBACK),
    ),
    Sample(
        "RX204",
        _info("联系电话 |", "电子邮箱 | zgb@example.com"),
        _info(
            *(
                f"{item.name} | {'2025-06-18' if item.kind == 'date' else '1'}"
                for item in schema.INFO_ITEMS
                if item.entry == "expected"
            )
        ),
    ),
    Sample(
        "RX205",
        _table(
            "销号登记",
            "问题编号 | 类型 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 结论 | 日期",
            "P001 | 销号 | 已整改到位 | 林晓 | | | 通过 | 2025-08-20",
        ),
        _table(
            "销号登记",
            "问题编号 | 类型 | 验收意见 | 验收人 | 分管领导 | 主要负责人 | 结论 | 日期",
            "P001 | 销号 | 已整改到位 | 林晓 | 赵一鸣 | 钱立 | 通过 | 2025-08-20",
        ),
    ),
    Sample(
        "RX206",
        _table("销号登记", "问题编号 | 类型 | 结论 | 补充要求", "P001 | 销号 | 退回 |"),
        _table("销号登记", "问题编号 | 类型 | 结论 | 补充要求", "P001 | 销号 | 退回 | 请补充培训签到表"),
    ),
    Sample(
        "RX207",
        _table("销号登记", "问题编号 | 类型 | 延期至 | 延期理由", "P001 | 延期 | | 设备未到货"),
        _table("销号登记", "问题编号 | 类型 | 延期至 | 延期理由", "P001 | 延期 | 2025-10-31 | 设备未到货"),
    ),
    Sample(
        "RX208",
        _ONE + "\n" + _CLOSED_ONE + "\n" + _table("佐证材料", "编号 | 问题/措施编号 | 名称", "E001 | P002 | 签到表"),
        _ONE + "\n" + _CLOSED_ONE + "\n" + _table("佐证材料", "编号 | 问题/措施编号 | 名称", "E001 | P001 | 签到表"),
    ),
)

_SEAL = "a" * 64


def _closing(line: str, *, seal: str = _SEAL, source: str = "签到表.pdf", more: str = "") -> str:
    """Return a ledger in which P001 is done and proven, with one row of 销号登记."""
    return "\n".join(
        (
            _info(_FEEDBACK),
            _problems(
                "编号 | 具体问题 | 责任人 | 完成程度 | 整改进展 | 完成日期",
                "P001 | 用印没有登记 | 林晓 | 已完成 | 已建立登记簿，逐笔登记。 | 2025-07-20",
            ),
            _table("整改措施", "措施编号 | 问题编号 | 措施内容 | 完成程度", "M001 | P001 | 建立登记簿 | 已完成"),
            _table(
                "佐证材料",
                "编号 | 问题/措施编号 | 名称 | 文件或文号 | SHA-256 | 日期",
                f"E001 | P001 | 登记簿 | {source} | {seal} | 2025-07-20",
            ),
            _table("销号登记", " | ".join(each.name for each in schema.CLOSURES.columns), *filter(None, [line])),
            more,
        )
    )


_SOUND = "P001 | 销号 | 2025-08-01 | 林晓 | 同意销号 | 林晓 2025-08-02 | 赵一鸣 2025-08-05 | 钱立 2025-08-06 | | 通过"
_SOUND += " | | | | 2025-08-06"
_APPROVED = _table(
    "变更记录",
    "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
    "2025-08-06 10:00:00 | 钱立 | 销号审批 | 销号存证 | P001 | 批准 | | "
    + imprint.line(imprint.APPROVED, "2025-08-06批准", {}, "P001"),
)

CLOSING = (
    Sample("RX221", _closing(_SOUND.replace("赵一鸣 2025-08-05", "待签")), _closing(_SOUND)),
    Sample("RX222", _closing(_SOUND.replace("赵一鸣 2025-08-05", "赵一鸣 2025-07-30")), _closing(_SOUND)),
    Sample("RX223", _closing(_SOUND, seal=""), _closing(_SOUND)),
    Sample("RX224", _closing("", more=_APPROVED), _closing(_SOUND, more=_APPROVED)),
    Sample("RX225", _closing(_SOUND.replace("林晓 2025-08-02", "孙平 2025-08-02")), _closing("")),
    Sample("RX226", _closing(_SOUND, seal="b" * 64), _closing(_SOUND), files={"签到表.pdf": _SEAL}),
    Sample(
        "RX228",
        _table(
            "变更记录",
            "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
            "2025-08-20 09:00:00 | 林晓 | 人工修改 | 变更记录 | | | 应有15行 | 实有9行",
        ),
        _table(
            "变更记录",
            "时间 | 操作人 | 命令 | 表 | 行编号 | 列 | 原值 | 新值",
            "2025-08-20 09:00:00 | 林晓 | 人工修改 | 问题台账 | P001 | 责任人 | 林晓 | 周宁",
        ),
    ),
    Sample(
        "RX229",
        _log("程序状态 | | | 原有内容缺失 | 从现在起重新留痕"),
        _log("问题台账 | P001 | 责任人 | 林晓 | 周宁"),
    ),
    Sample("RX227", _closing(f"{_SOUND}\n{_SOUND}"), _closing(_SOUND)),
)

CELLS = (
    Sample(
        "RX313",
        _problems("编号 | 具体问题", "Ｐ００１ | 用印没有登记"),
        _problems("编号 | 具体问题", "P001 | 用印没有登记"),
    ),
    Sample("RX301", _problems("编号 | 责任科室", "P001 | #N/A"), _problems("编号 | 责任科室", "P001 | 医务科")),
    Sample("RX302", _problems("编号 | 整改进展", "P001 | <空>"), _problems("编号 | 整改进展", "P001 | 已印发制度")),
    Sample("RX303", _problems("编号 | 完成程度", "P001 | 完成"), _ONE),
    Sample("RX304", _problems("编号 | 即知即改", "P001 | 部分"), _problems("编号 | 即知即改", "P001 | 否")),
    Sample("RX305", _info("声明数·具体问题 | 三十个"), _info("声明数·具体问题 | 30")),
    Sample("RX306", _info("临期天数 | -15"), _info("临期天数 | 15")),
    Sample(
        "RX307",
        _measures("措施编号 | 问题编号", "#日 2025-01-02 | P001", "M002-1 | P001、P002"),
        _measures("措施编号 | 问题编号", "1-2 | P001", "M002-1 | P001"),
    ),
    Sample(
        "RX308",
        _problems("编号 | 整改进展", "P001 | " + _SENTENCE * 2731),
        _problems("编号 | 整改进展", "P001 | " + _SENTENCE * 2000),
    ),
    Sample(
        "RX309",
        _problems("编号 | 整改进展", "P001 | " + (_SENTENCE * 22)[:255]),
        _problems("编号 | 整改进展", "P001 | " + (_SENTENCE * 22)[:254] + "。"),
    ),
    Sample("RX310", _info("电子邮箱 | zgb.example.com"), _info("电子邮箱 | zgb@example.com")),
    Sample(
        "RX311",
        "[字典]\n反弹信号 | 权重\n没有佐证 | 二十\n措施空泛 | 120",
        "[字典]\n反弹信号 | 权重\n没有佐证 | 20\n措施空泛 |",
    ),
    Sample(
        "RX312",
        "[字典]\n督办文书 | 逾期天数\n告诫书 | 两个月\n问责书 | 0",
        "[字典]\n督办文书 | 逾期天数\n告诫书 | 60\n问责书 |",
    ),
)

CHRONOLOGY = (
    Sample(
        "RX401", _problems("编号 | 完成日期", "P001 | 202442日"), _problems("编号 | 完成日期", "P001 | 2024年4月2日")
    ),
    Sample(
        "RX402", _problems("编号 | 整改时限", "P001 | 2025-06-31"), _problems("编号 | 整改时限", "P001 | 2025-06-30")
    ),
    Sample("RX403", _problems("编号 | 整改时限", "P001 | 尽快"), _problems("编号 | 整改时限", "P001 | 立行立改")),
    Sample("RX404", _problems("编号 | 完成日期", "P001 | 长期坚持"), _problems("编号 | 完成日期", "P001 | 2025-06-30")),
    Sample(
        "RX405",
        _info(_FEEDBACK) + "\n" + _problems("编号 | 整改时限", "P001 | 6月30日"),
        _info(_FEEDBACK) + "\n" + _problems("编号 | 整改时限", "P001 | 2025年6月30日"),
    ),
    Sample(
        "RX406", _problems("编号 | 整改时限", "P001 | #数 45838"), _problems("编号 | 整改时限", "P001 | #日 2025-06-30")
    ),
    Sample(
        "RX407", _problems("编号 | 整改时限", "P001 | 2052-06-30"), _problems("编号 | 整改时限", "P001 | 2025-06-30")
    ),
    Sample(
        "RX411",
        _info(_FEEDBACK) + "\n" + _problems("编号 | 整改时限", "P001 | 2025-02-04"),
        _info(_FEEDBACK) + "\n" + _problems("编号 | 整改时限", "P001 | 2025-04-02"),
    ),
    Sample(
        "RX412",
        _info(_FEEDBACK) + "\n" + _problems("编号 | 剩余事项 | 剩余时限", "P001 | 信息系统升级 | 2024年12月"),
        _info(_FEEDBACK) + "\n" + _problems("编号 | 剩余事项 | 剩余时限", "P001 | 信息系统升级 | 2025年12月"),
    ),
    Sample(
        "RX413",
        _info(_FEEDBACK) + "\n" + _problems("编号 | 即知即改 | 完成日期", "P001 | 否 | 2025-01-15"),
        _info(_FEEDBACK) + "\n" + _problems("编号 | 即知即改 | 完成日期", "P001 | 是 | 2025-01-15"),
    ),
    Sample(
        "RX414", _problems("编号 | 完成日期", "P001 | 2025-10-15"), _problems("编号 | 完成日期", "P001 | 2025-09-15")
    ),
    Sample(
        "RX415",
        _table("回头看", "日期 | 问题/措施编号", "2025-11-06 | P001"),
        _table("回头看", "日期 | 问题/措施编号", "2025-09-06 | P001"),
    ),
    Sample(
        "RX416",
        _info("通报日期 | 2025-09-20") + "\n" + _problems("编号 | 完成日期", "P001 | 2025-09-25"),
        _info("通报日期 | 2025-09-26") + "\n" + _problems("编号 | 完成日期", "P001 | 2025-09-25"),
    ),
    Sample(
        "RX421",
        _problems("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + _measures("措施编号 | 问题编号 | 时限", "M001-1 | P001 | 2025-08-31"),
        _problems("编号 | 整改时限", "P001 | 2025-08-31")
        + "\n"
        + _measures("措施编号 | 问题编号 | 时限", "M001-1 | P001 | 2025-08-31"),
    ),
    Sample(
        "RX422",
        _info("集中整改结束 | 2025-06-18")
        + "\n"
        + _problems("编号 | 整改时限 | 时限类型", "P001 | 2025-08-31 | 集中整改期内"),
        _info("集中整改结束 | 2025-06-18")
        + "\n"
        + _problems("编号 | 整改时限 | 时限类型", "P001 | 2025-08-31 | 限期整改"),
    ),
    Sample(
        "RX423",
        _problems("编号 | 整改时限 | 时限类型", "P001 | 长期坚持 | 立行立改"),
        _problems("编号 | 整改时限 | 时限类型", "P001 | 长期坚持 | 长期坚持"),
    ),
    Sample("RX431", _info(_FEEDBACK, "通报日期 | 2025-02-26"), _info(_FEEDBACK, "通报日期 | 2025-09-26")),
    Sample(
        "RX432",
        _info("巡察开始 | 2025-01-20", "巡察结束 | 2024-11-20"),
        _info("巡察开始 | 2024-11-20", "巡察结束 | 2025-01-20"),
    ),
    Sample("RX433", _info("巡察结束 | 2025-04-20", _FEEDBACK), _info("巡察结束 | 2025-01-20", _FEEDBACK)),
    Sample(
        "RX434",
        _info("集中整改开始 | 2025-06-18", "集中整改结束 | 2025-03-19"),
        _info("集中整改开始 | 2025-03-19", "集中整改结束 | 2025-06-18"),
    ),
    Sample(
        "RX435",
        _table("销号登记", "问题编号 | 申请日期 | 日期", "P001 | 2025-08-20 | 2025-08-02"),
        _table("销号登记", "问题编号 | 申请日期 | 日期", "P001 | 2025-08-02 | 2025-08-20"),
    ),
    Sample(
        "RX436",
        _problems("编号 | 完成日期", "P001 | 2025-08-31")
        + "\n"
        + _table("销号登记", "问题编号 | 类型 | 结论 | 日期", "P001 | 销号 | 通过 | 2025-08-20"),
        _problems("编号 | 完成日期", "P001 | 2025-08-10")
        + "\n"
        + _table("销号登记", "问题编号 | 类型 | 结论 | 日期", "P001 | 销号 | 通过 | 2025-08-20"),
    ),
    Sample(
        "RX437",
        _table("回头看", "日期 | 问题/措施编号 | 下次日期", "2025-09-06 | P001 | 2025-03-06"),
        _table("回头看", "日期 | 问题/措施编号 | 下次日期", "2025-09-06 | P001 | 2026-03-06"),
    ),
)

IDENTITY = (
    Sample("RX501", _problems("编号 | 方面", "| 甲方面"), _problems("编号 | 方面", "P001 | 甲方面")),
    Sample("RX502", _problems("编号 | 方面", "P001 | 甲方面", "P001 | 乙方面"), _TWO_ROWS),
    Sample(
        "RX508",
        _problems("编号 | 责任科室", "P001 | 党政办", "P002 | 党政办公室、纪委"),
        _problems("编号 | 责任科室", "P001 | 党政办", "P002 | 党政办、纪委"),
    ),
    Sample(
        "RX509",
        _problems("编号 | 责任科室", "P001 | 财政所", "P002 | 民政所") + "\n[字典]\n科室名单 | 计入科室\n财政所 |",
        _problems("编号 | 责任科室", "P001 | 财政所", "P002 | 民政所")
        + "\n[字典]\n科室名单 | 计入科室\n财政所 |\n民政所 |",
    ),
    Sample(
        "RX510",
        _problems("编号 | 责任科室", "P001 | 牵头：党政办；配合：纪委"),
        _problems("编号 | 责任科室", "P001 | 党政办、纪委"),
    ),
    Sample("RX503", _problems("编号 | 方面", "P001 | 甲方面", "P01 | 乙方面"), _TWO_ROWS),
    Sample(
        "RX504",
        _TWO_ROWS
        + "\n"
        + _table(
            "变更记录", "时间 | 表 | 行编号 | 列 | 原值 | 新值", "2025-05-06 | 问题台账 | P009 | 编号 | P002 | P009"
        ),
        _TWO_ROWS
        + "\n"
        + _table(
            "变更记录", "时间 | 表 | 行编号 | 列 | 原值 | 新值", "2025-05-06 | 问题台账 | P002 | 编号 | P009 | P002"
        ),
    ),
    Sample(
        "RX505",
        _problems("编号 | 完成程度", "P001 | 整改中")
        + "\n"
        + _table("销号登记", "问题编号 | 类型 | 结论", "P001 | 销号 | 通过"),
        _problems("编号 | 完成程度 | 关联编号", "P001 | 已完成 |", "P032 | 整改中 | P001")
        + "\n"
        + _table("销号登记", "问题编号 | 类型 | 结论", "P001 | 销号 | 通过"),
    ),
    Sample("RX506", _info(_FEEDBACK, "反馈日期 | 2025-03-28"), _info(_FEEDBACK)),
    Sample(
        "RX507",
        _problems("编号 | 方面", "P001 | 落实全面从严治党责任方面", "P002 | （二）落实全面从严治党责任方面"),
        _problems("编号 | 方面", "P001 | 落实全面从严治党责任方面", "P002 | 落实全面从严治党责任方面"),
    ),
)

_TWO_MEASURES = _measures(
    "措施编号 | 上级措施 | 问题编号 | 完成程度", "M001-1 | | P001 | 已完成", "M001-2 | M001-1 | P001 | 已完成"
)


def _about(sheet: str, header: str, line: str) -> tuple[str, str]:
    """Return a wrong and a right table in which one row points to a problem."""
    return (
        f"{_ONE}\n{_table(sheet, header, line.format('P999'))}",
        f"{_ONE}\n{_table(sheet, header, line.format('P001'))}",
    )


REFERENCES = (
    Sample("RX601", *_about("整改措施", "措施编号 | 问题编号", "M001-1 | {}")),
    Sample("RX602", _ONE, _ONE + "\n" + _TWO_MEASURES),
    Sample("RX603", *_about("佐证材料", "编号 | 问题/措施编号 | 名称", "E001 | {} | 培训签到表")),
    Sample("RX604", *_about("销号登记", "问题编号 | 类型", "{} | 销号")),
    Sample("RX605", *_about("回头看", "日期 | 问题/措施编号", "2025-09-06 | {}")),
    Sample("RX606", *_about("通报文稿", "部分 | 层级 | 正文 | 关联编号", "第二部分 | 进展 | 已印发制度。 | {}")),
    Sample("RX607", *_about("制度清单", "名称 | 问题编号", "采购管理办法 | {}")),
    Sample(
        "RX608",
        _measures("措施编号 | 上级措施 | 问题编号", "M001-1 | M001-9 | P001"),
        _measures("措施编号 | 上级措施 | 问题编号", "M001-1 | | P001"),
    ),
    Sample(
        "RX609",
        _measures("措施编号 | 上级措施 | 问题编号", "M001-1 | M001-2 | P001", "M001-2 | M001-1 | P001"),
        _measures("措施编号 | 上级措施 | 问题编号", "M001-1 | | P001", "M001-2 | M001-1 | P001"),
    ),
    Sample(
        "RX610",
        _measures("措施编号 | 上级措施 | 问题编号", "M001-1 | | P001", "M001-2 | M001-1 | P002"),
        _measures("措施编号 | 上级措施 | 问题编号", "M001-1 | | P001", "M001-2 | M001-1 | P001"),
    ),
    Sample(
        "RX611",
        _ONE + "\n" + _measures("措施编号 | 问题编号 | 完成程度", "M001-1 | P001 | 已完成", "M001-2 | P001 | 整改中"),
        _ONE + "\n" + _measures("措施编号 | 问题编号 | 完成程度", "M001-1 | P001 | 已完成", "M001-2 | P001 | 已完成"),
    ),
    Sample("RX612", _TWO_MEASURES.removesuffix("已完成") + "整改中", _TWO_MEASURES),
    Sample(
        "RX613",
        _problems("编号 | 上轮问题 | 关联编号", "P001 | 否 | P999"),
        _problems("编号 | 上轮问题 | 关联编号", "P001 | 是 | P999"),
    ),
    Sample("RX614", _problems("编号 | 关联编号", "P001 | P001"), _problems("编号 | 关联编号", "P001 |")),
    Sample(
        "RX615",
        _ONE + "\n" + _table("回头看", "日期 | 问题/措施编号 | 结论", "2025-09-06 | P001 | 反弹"),
        _problems("编号 | 完成程度 | 关联编号", "P001 | 已完成 |", "P032 | 整改中 | P001")
        + "\n"
        + _table("回头看", "日期 | 问题/措施编号 | 结论", "2025-09-06 | P001 | 反弹"),
    ),
    Sample(
        "RX616",
        _problems("编号 | 完成程度 | 关联编号", "P001 | 整改中 |", "P032 | 整改中 | P001"),
        _problems("编号 | 完成程度 | 关联编号", "P001 | 整改中 |", "P032 | 整改中 |"),
    ),
    Sample(
        "RX617",
        _problems("编号 | 责任人", "P001 | 林晓")
        + "\n"
        + _table(
            "回头看",
            "日期 | 问题/措施编号 | 结论 | 检查人",
            "2025-09-06 | P001 | 反弹 | 何文",
            "2025-09-20 | P001 | 巩固 | 林晓",
        ),
        _problems("编号 | 责任人", "P001 | 林晓")
        + "\n"
        + _table(
            "回头看",
            "日期 | 问题/措施编号 | 结论 | 检查人",
            "2025-09-06 | P001 | 反弹 | 何文",
            "2025-09-20 | P001 | 巩固 | 何文",
        ),
    ),
)

STATUS = (
    Sample(
        "RX701",
        _problems("编号 | 完成程度 | 状态表述", "P001 | 已完成 | 部分已整改完成；其余继续整改"),
        _problems("编号 | 完成程度 | 剩余事项 | 状态表述", "P001 | 整改中 | 系统升级 | 部分已整改完成；其余继续整改"),
    ),
    Sample(
        "RX702",
        _problems("编号 | 完成程度 | 状态表述", "P001 | 整改中 | 已整改完成"),
        _problems("编号 | 完成程度 | 状态表述", "P001 | 已完成 | 已整改完成"),
    ),
    Sample(
        "RX703",
        _problems("编号 | 完成程度 | 剩余事项", "P001 | 已完成 | 2名职工尚未轮训"),
        _problems("编号 | 完成程度 | 剩余事项", "P001 | 基本完成 | 2名职工尚未轮训"),
    ),
    Sample(
        "RX704",
        _problems("编号 | 完成程度 | 后续要求 | 完成日期", "P001 | 已完成 | 无 |"),
        _problems("编号 | 完成程度 | 后续要求 | 完成日期", "P001 | 已完成 | 无 | 2025-06-12"),
    ),
    Sample(
        "RX705",
        _problems("编号 | 完成程度 | 后续要求 | 完成日期", "P001 | 已完成 | 长期坚持 |"),
        _problems("编号 | 完成程度 | 后续要求 | 完成日期", "P001 | 已完成 | 长期坚持 | 2025-06-12"),
    ),
    Sample(
        "RX706",
        _problems("编号 | 完成程度 | 完成日期", "P001 | 整改中 | 2025-06-12"),
        _problems("编号 | 完成程度 | 完成日期", "P001 | 已完成 | 2025-06-12"),
    ),
    Sample(
        "RX707",
        _problems("编号 | 剩余事项 | 剩余时限", "P001 | 2名职工尚未轮训 |"),
        _problems("编号 | 剩余事项 | 剩余时限", "P001 | 2名职工尚未轮训 | 2025-12-31"),
    ),
    Sample(
        "RX708",
        _problems("编号 | 剩余事项 | 剩余时限", "P001 | | 2025-12-31"),
        _problems("编号 | 剩余事项 | 剩余时限", "P001 | 2名职工尚未轮训 | 2025-12-31"),
    ),
    Sample(
        "RX709",
        _problems("编号 | 完成程度 | 即知即改", "P001 | 整改中 | 是"),
        _problems("编号 | 完成程度 | 即知即改", "P001 | 已完成 | 是"),
    ),
    Sample(
        "RX710",
        _problems("编号 | 后续要求", "P001 | 长期坚持")
        + "\n"
        + _measures("措施编号 | 问题编号 | 周期", "M001-1 | P001 |"),
        _problems("编号 | 后续要求", "P001 | 长期坚持")
        + "\n"
        + _measures("措施编号 | 问题编号 | 周期", "M001-1 | P001 | 每季度"),
    ),
    Sample(
        "RX711",
        _problems("编号 | 完成程度 | 整改进展", "P001 | 未启动 | 已制定轮训计划并印发各科室"),
        _problems("编号 | 完成程度 | 整改进展", "P001 | 整改中 | 已制定轮训计划并印发各科室"),
    ),
    Sample(
        "RX712",
        _problems("编号 | 公开 | 不公开理由", "P001 | 否 |"),
        _problems("编号 | 公开 | 不公开理由", "P001 | 否 | 涉及个人隐私"),
    ),
    Sample(
        "RX713",
        _problems("编号 | 公开 | 不公开理由", "P001 | | 涉及个人隐私"),
        _problems("编号 | 公开 | 不公开理由", "P001 | 否 | 涉及个人隐私"),
    ),
    Sample(
        "RX714",
        _problems("编号 | 整改时限 | 后续要求", "P001 | 长期坚持 | 无"),
        _problems("编号 | 整改时限 | 后续要求", "P001 | 长期坚持 | 长期坚持"),
    ),
    Sample(
        "RX715",
        _table("字典", "口径·完成程度 | 计为完成", "整改中 | 是", "已完成 | 是"),
        _table("字典", "口径·完成程度 | 计为完成", "整改中 | 否", "已完成 | 是"),
    ),
    Sample(
        "RX721",
        _problems("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + _table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-06-20 | 周宁 | 孙越 | 通过 | 2025-06-15 | 设备未到货 | 2025-06-23",
        ),
        _problems("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + _table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-06-20 | 周宁 | 孙越 | 通过 | 2025-10-15 | 设备未到货 | 2025-06-23",
        ),
    ),
    Sample(
        "RX722",
        _problems(
            "编号 | 完成程度 | 整改时限 | 剩余事项 | 剩余时限", "P001 | 整改中 | 2025-06-30 | 设备检定 | 2025-12-31"
        ),
        _problems(
            "编号 | 完成程度 | 整改时限 | 剩余事项 | 剩余时限", "P001 | 整改中 | 2025-06-30 | 设备检定 | 2025-12-31"
        )
        + "\n"
        + _table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-06-20 | 周宁 | 孙越 | 通过 | 2025-12-31 | 设备未到货 | 2025-06-23",
        ),
    ),
    Sample(
        "RX723",
        _problems("编号 | 完成程度 | 整改时限", "P001 | 整改中 | 2025-12-31") + "\n" + _OVERWRITTEN,
        _problems("编号 | 完成程度 | 整改时限", "P001 | 整改中 | 2025-06-30") + "\n" + _OVERWRITTEN,
    ),
    Sample(
        "RX725",
        _problems("编号 | 具体问题", "P009 | 用印没有登记") + "\n" + _log("问题台账 | P001 | 编号 | P001 | P009"),
        _problems("编号 | 具体问题", "P001 | 用印没有登记") + "\n" + _log("问题台账 | P001 | 编号 | P001 | p001"),
    ),
    Sample(
        "RX726",
        _problems("编号 | 责任科室", "P001 | 医务科", "P002 | 护理部")
        + "\n"
        + _log("问题台账 | P001 | 责任科室 | 护理部 | 医务科"),
        _problems("编号 | 责任科室", "P001 | 护理部", "P002 | 护理部")
        + "\n"
        + _log("问题台账 | P001 | 责任科室 | 护理部 | 医务科"),
    ),
    Sample(
        "RX727",
        _problems("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + _table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-07-20 | 周宁 | 孙越 | 通过 | 2025-10-15 | 设备未到货 | 2025-07-23",
        ),
        _problems("编号 | 整改时限", "P001 | 2025-06-30")
        + "\n"
        + _table(
            "销号登记",
            _EXTENSION,
            "P001 | 延期 | 2025-06-20 | 周宁 | 孙越 | 通过 | 2025-10-15 | 设备未到货 | 2025-06-23",
        ),
    ),
    Sample(
        "RX724",
        _problems("编号 | 具体问题", "P001 | 用印没有登记") + "\n" + _DELETED,
        _problems("编号 | 具体问题", "P001 | 用印没有登记", "P002 | 药品盘点不及时") + "\n" + _DELETED,
    ),
)

TOTALS = (
    Sample("RX801", _info("声明数·具体问题 | 3") + "\n" + _TWO_ROWS, _info("声明数·具体问题 | 2") + "\n" + _TWO_ROWS),
    Sample(
        "RX802",
        _info("声明数·整改措施 | 2") + "\n" + _TWO_MEASURES,
        _info("声明数·整改措施 | 1") + "\n" + _TWO_MEASURES,
    ),
    Sample(
        "RX803",
        _info("声明数·具体问题 | 31", "声明数·完成 | 28", "声明数·继续整改 | 2"),
        _info("声明数·具体问题 | 31", "声明数·完成 | 28", "声明数·继续整改 | 3"),
    ),
)

WORDING = (
    Sample(
        "RX851",
        _measures("措施编号 | 措施内容", "M001-1 | 一是进一步加强教育，提高思想认识。"),
        _measures("措施编号 | 措施内容", "M001-1 | 一是每月由医务科抽查病历20份并通报。"),
    ),
    Sample(
        "RX852",
        _problems("编号 | 整改进展", f"P001 | {_LONG}。", f"P002 | {_LONG}；"),
        _problems("编号 | 整改进展", f"P001 | {_LONG}。", "P002 | 完成12台设备的年度检定。"),
    ),
    Sample(
        "RX853",
        _problems("编号 | 具体问题", "P001 | 药品盘点不及时", "P002 | 药品盘点不及时"),
        _problems("编号 | 具体问题 | 关联编号", "P001 | 药品盘点不及时 |", "P002 | 药品盘点不及时 | P001"),
    ),
    Sample(
        "RX854",
        _problems("编号 | 整改进展", "P001 | 同上", "P002 | 于×月×日召开会议"),
        _problems("编号 | 整改进展", "P001 | 已印发制度", "P002 | 于6月3日召开会议"),
    ),
    Sample(
        "RX855",
        _problems("编号 | 整改进展", "P001 | 印发《采购管理办法，明确3级审批"),
        _problems("编号 | 整改进展", "P001 | 印发《采购管理办法》，明确3级审批：1）科室；2）分管领导"),
    ),
    Sample(
        "RX856",
        _problems("编号 | 整改进展", "P001 | 2024919日召开党委会"),
        _problems("编号 | 整改进展", "P001 | 2024年9月19日召开党委会"),
    ),
    Sample(
        "RX857",
        _problems("编号 | 整改进展", "P001 | =制定轮训计划"),
        _problems("编号 | 整改进展", "P001 | 制定轮训计划=第1步"),
    ),
    Sample("RX858", _problems("编号 | 责任科室", "P001 | 医务\u200b科"), _problems("编号 | 责任科室", "P001 | 医务科")),
    Sample(
        "RX859",
        _problems("编号 | 公开 | 整改进展", "P001 | 是 | 已联系患者家属13800000000说明情况"),
        _problems("编号 | 公开 | 整改进展", "P001 | 是 | 已联系患者家属说明情况"),
    ),
    Sample(
        "RX860",
        _table(
            "通报文稿",
            "部分 | 层级 | 标题 | 正文 | 编号",
            "第一部分 | 正文 | | 成立整改工作领导小组，主要负责同志负总责，班子成员按照分工牵头抓落实，责任科室具体承办。"  # noqa: E501 - the shipped text
            "反馈意见下达后，及时召开会议研究部署，把整改任务分解到科室、落实到人。 | ",
        ),
        _table(
            "通报文稿",
            "部分 | 层级 | 标题 | 正文 | 编号",
            "第一部分 | 正文 | | 成立整改工作领导小组，书记任组长，5月至8月召开会议6次。 | ",
        ),
    ),
)

SAMPLES: tuple[Sample, ...] = (
    *STRUCTURE,
    *REQUIRED,
    *CLOSING,
    *CELLS,
    *CHRONOLOGY,
    *IDENTITY,
    *REFERENCES,
    *STATUS,
    *TOTALS,
    *WORDING,
)
