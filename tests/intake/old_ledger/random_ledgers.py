"""Random old ledgers of the kind that offices keep, with what each of their cells means."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hypothesis import strategies as st

from rectify_xl.intake.grid import Place, SheetGrid
from rectify_xl.text.cell_value import Raw
from rectify_xl.text.refs import Area

_SUBJECTS = ("学习制度", "财务管理", "采购程序", "考勤管理", "档案保管", "会议记录", "公务用车", "合同签订", "值班安排")
_FAULTS = ("落实不到位", "不够规范", "存在漏洞", "长期没有修订", "没有专人负责")
_ACTIONS = ("修订相关制度", "组织全员学习", "建立工作台账", "开展专项检查", "明确专人负责", "上缴1.5万元", "按季度通报")
_OFFICES = ("办公室", "财务科", "人事科", "党建办", "规划财务科")
_LEADERS = ("张三", "李四", "王小五")
_ASPECTS = ("理论学习方面", "担当作为方面", "作风建设方面", "党建责任方面")
_DUES: tuple[tuple[Raw, Raw], ...] = (
    ("2025年6月30日", date(2025, 6, 30)),
    (date(2025, 9, 30), date(2025, 9, 30)),
    ("2025.8.31", date(2025, 8, 31)),
    ("2025年12月", "2025年12月"),
    ("长期坚持", "长期坚持"),
    ("立行立改", "立行立改"),
)
_STATES = ("已完成", "正在整改", "未启动", "基本完成", "已完成并长期坚持", "视情况而定")
_MARKS = (("{}.", "；\n"), ("{}、", "；\n"), ("（{}）", "。\n"))
_HEADINGS = {
    "number": ("序号", "编号", "问题编号"),
    "aspect": ("方面", "反馈方面", "问题方面"),
    "problem": ("存在问题", "具体问题", "反馈问题", "问题表现"),
    "measures": ("整改措施", "具体措施", "整改举措"),
    "office": ("责任科室", "责任部门", "牵头科室"),
    "lead": ("牵头领导", "责任领导", "分管领导"),
    "due": ("整改时限", "完成时限", "时间节点"),
    "state": ("完成情况", "整改状态", "目前状态"),
    "source": ("问题来源",),
    "phone": ("联系电话",),
}


class Problem(NamedTuple):
    """One problem of a random ledger."""

    aspect: str
    text: str
    measures: tuple[str, ...]
    office: str
    lead: str
    due: tuple[Raw, Raw]
    state: str
    source: str
    phone: str


class Table(NamedTuple):
    """The problems of a random ledger and the words over its columns, in their order."""

    problems: tuple[Problem, ...]
    columns: tuple[tuple[str, str], ...]
    mark: tuple[str, str]


class Dress(NamedTuple):
    """What an office puts around and between the rows."""

    left: int = 0
    top: int = 0
    title: bool = False
    labels: bool = False
    merged: bool = False
    bands: bool = False
    subtotals: bool = False
    blank_rows: frozenset[int] = frozenset()
    foot: bool = False
    beside: bool = False


class DressedTable(NamedTuple):
    """A sheet, and by place what must stand in the new ledger unless the cell is listed as left out."""

    grid: SheetGrid
    meanings: dict[Place, tuple[Raw, ...]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return a ledger of one to nine problems with columns in any order and under any of their usual words."""
    count = draw(st.integers(1, 9))
    aspects = sorted(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)))
    problems = []
    for number, aspect in enumerate(aspects, 1):
        chosen = draw(st.lists(st.sampled_from(_ACTIONS), min_size=1, max_size=4, unique=True))
        problems.append(
            Problem(
                _ASPECTS[aspect],
                f"{draw(st.sampled_from(_SUBJECTS))}{draw(st.sampled_from(_FAULTS))}之{number}号",
                tuple(f"{action}第{number}批" for action in chosen),
                draw(st.sampled_from(_OFFICES)),
                draw(st.sampled_from(_LEADERS)),
                draw(st.sampled_from(_DUES)),
                draw(st.sampled_from(_STATES)),
                draw(st.sampled_from(("", "市委巡察", "专项审计"))),
                f"0000-{number:07}",
            )
        )
    names = draw(st.permutations(list(_HEADINGS)))
    columns = tuple((name, draw(st.sampled_from(_HEADINGS[name]))) for name in names)
    return Table(tuple(problems), columns, draw(st.sampled_from(_MARKS)))


def dresses() -> st.SearchStrategy[Dress]:
    """Return the ways to dress a table."""
    flags = dict.fromkeys(("title", "labels", "merged", "bands", "subtotals", "foot", "beside"), st.booleans())
    return st.builds(
        Dress, left=st.integers(0, 3), top=st.integers(0, 3), blank_rows=st.frozensets(st.integers(1, 9)), **flags
    )


def dressed(table: Table, dress: Dress) -> DressedTable:  # noqa: C901 - one row after the other, as they stand
    """Return a table as a sheet."""
    values: dict[Place, Raw] = {}
    meanings: dict[Place, tuple[Raw, ...]] = {}
    merged: list[Area] = []
    columns = [pair for pair in table.columns if not (dress.bands and pair[0] == "aspect")]
    places = {name: dress.left + at for at, (name, _) in enumerate(columns, 1)}
    first, last = dress.left + 1, dress.left + len(columns)
    row = dress.top

    def across(text: str, *meaning: Raw) -> None:
        nonlocal row
        row += 1
        values[row, first] = text
        meanings[row, first] = meaning
        merged.append(Area(row, first, row, last))

    if dress.title:
        across("云溪县档案馆巡察反馈问题整改台账", "云溪县档案馆巡察反馈问题整改台账")
    if dress.labels:
        row += 1
        values[row, first], values[row, last] = "填报单位：云溪县档案馆", "反馈时间：2025年3月20日"
        meanings[row, first], meanings[row, last] = ("云溪县档案馆",), (date(2025, 3, 20),)
    row += 1
    for (_, heading), column in zip(columns, range(first, last + 1), strict=True):
        values[row, column] = heading
    begins = row + 1
    aspect = ""
    for number, problem in enumerate(table.problems, 1):
        if number in dress.blank_rows:
            row += 1
        if problem.aspect != aspect:
            if aspect and dress.subtotals:
                row += 1
                values[row, places["problem"]], values[row, places["office"]] = "小计", "2个"
                values[row, first] = "小计"
            if aspect and dress.merged and not dress.bands and not dress.blank_rows and not dress.subtotals:
                merged.append(Area(begins, places["aspect"], row, places["aspect"]))
            if dress.bands:
                across(f"{'一二三四'[_ASPECTS.index(problem.aspect)]}、{problem.aspect}（3个）", problem.aspect)
            begins = row + 1
        row += 1
        _put(table, number, problem, row, places, values, meanings, fresh=problem.aspect != aspect or not dress.merged)
        aspect = problem.aspect
    if dress.foot:
        row += 2
        values[row, first], values[row, last] = "填表人：赵六", "审核人：钱七"
        meanings[row, first] = meanings[row, last] = ("（听不到）",)
    if dress.beside:
        for at, text in enumerate(("科室", "办公室", "财务科"), dress.top + 1 + dress.title + dress.labels):
            values[at, last + 3], values[at, last + 4] = text, str(at)
            meanings[at, last + 3] = meanings[at, last + 4] = ("（听不到）",)
    kept = tuple(area for area in merged if area.size > 1)
    return DressedTable(SheetGrid("台账", values, kept), meanings)


def _put(  # noqa: PLR0917 - the parts of one sheet
    table: Table,
    number: int,
    problem: Problem,
    row: int,
    places: dict[str, int],
    values: dict[Place, Raw],
    meanings: dict[Place, tuple[Raw, ...]],
    *,
    fresh: bool,
) -> None:
    """Write the cells of a problem; its aspect only where it is `fresh`, since an empty cell goes on from above."""
    mark, joint = table.mark
    cells: dict[str, tuple[Raw, tuple[Raw, ...]]] = {
        "number": (float(number), ()),
        "problem": (problem.text, (problem.text,)),
        "measures": (
            joint.join(mark.format(at) + text for at, text in enumerate(problem.measures, 1)) + "。",
            problem.measures,
        ),
        "office": (problem.office, (problem.office,)),
        "lead": (problem.lead, (problem.lead,)),
        "due": (problem.due[0], (problem.due[1],)),
        "state": (problem.state, (problem.state,)),
        "source": (problem.source, (problem.source,)),
        "phone": (problem.phone, (problem.phone,)),
    }
    if "aspect" in places and fresh:
        cells["aspect"] = (problem.aspect, (problem.aspect,))
    for name, (value, meaning) in cells.items():
        if value != "":
            values[row, places[name]] = value
            meanings[row, places[name]] = meaning
