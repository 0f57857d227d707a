"""The result of a consolidation as a workbook: sums, units, who reported, warnings, common problems, rows, faults.

It is written row by row in constant memory, whole or not at all, and never over a ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from rectify_xl.dates import chinese
from rectify_xl.documents.consolidated import overview_sheet, problem_sheets, unit_sheets
from rectify_xl.documents.consolidated.problem_sheets import DetailRows
from rectify_xl.documents.consolidated.result_cells import ResultBook, ResultColumn, ResultSheet
from rectify_xl.errors import UsageError
from rectify_xl.supervision.consolidation import unit_warnings
from rectify_xl.supervision.consolidation.consolidation import Consolidation
from rectify_xl.supervision.consolidation.overview import Overview
from rectify_xl.system import components
from rectify_xl.workbook import program_mark
from rectify_xl.workbook.saving import outputs

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WHAT = "汇总表"
ENDINGS = (".xlsx",)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class WrittenResult(NamedTuple):
    """What stands in the workbook: the rows of 明细, and the errors that 校验错误 leaves out."""

    details: DetailRows
    findings_left_out: int

    @property
    def summary(self) -> tuple[str, ...]:
        """What the user has to know about it; nothing where it holds all."""
        lines = []
        if self.details.only_late:
            lines.append(
                f"问题共{self.details.problems}个，《明细》只列逾期的和有校验错误的{self.details.rows}个，全部在汇总库里。"
            )
        if self.findings_left_out:
            lines.append(f"校验错误太多，《校验错误》少列{self.findings_left_out}个，全部在汇总库里。")
        return tuple(lines)


def write(
    consolidation: Consolidation,
    overview: Overview,
    target: Path,
    *,
    overwrite: bool = False,
    base: Path | None = None,
    ready: Callable[[], object] | None = None,
) -> WrittenResult:
    """Write the workbook to `target`; `base` is the folder from which links to the ledgers are named, else its own.

    `ready` is called before it takes its place: where that raises anything, nothing is written.

    Raises `PaperError` where it cannot be written there, `UsageError` where XlsxWriter is missing.
    """
    with outputs.writing(target, WHAT, endings=ENDINGS, overwrite=overwrite) as file, _open(file) as book:
        made = consolidation.made.replace(tzinfo=None)
        book.set_properties({"title": overview_sheet.title(consolidation), "created": made})
        book.set_custom_property(program_mark.KIND, WHAT, "text")
        result = ResultBook(book, (base or target.parent).resolve(), f"制表日期：{chinese(made.date())}", {}, {}, {})
        overview_sheet.write(result, consolidation, overview)
        unit_sheets.write_units(result, consolidation, overview)
        unit_sheets.write_reports(result, consolidation)
        unit_sheets.write_warnings(result, overview)
        problem_sheets.write_common(result, overview)
        unit_sheets.write_changes(result, overview, consolidation.as_of)
        details = problem_sheets.write_details(result, consolidation, overview)
        problem_sheets.write_refused(result, consolidation)
        left_out = problem_sheets.write_findings(result, consolidation)
        _write_notes(result, consolidation, overview, details)
        if ready:
            ready()
    return WrittenResult(details, left_out)


@contextmanager
def _open(file: BinaryIO) -> Iterator[Workbook]:
    """Yield a workbook that goes to `file` when the block ends; what it keeps on disk meanwhile goes in any case."""
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError(
            "这台电脑上的程序没有装汇总功能（缺 XlsxWriter）",
            components.CONSOLIDATE,
        ) from None
    with TemporaryDirectory(prefix="rectify_xl_") as folder:
        # By its digits widths are counted: see `print_setup.measure_by_arial`. XlsxWriter changes what it is given.
        font = {"default_format_properties": {"font_name": "Arial", "font_size": 9.5}}
        book = xlsxwriter.Workbook(file, {**_OPTIONS, **font, "tmpdir": folder})
        try:
            yield book
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            book.fileclosed = True
            raise
        book.close()


def _write_notes(result: ResultBook, consolidation: Consolidation, overview: Overview, details: DetailRows) -> None:
    """说明: what counts, what is left out, and by which measure it is warned."""
    columns = (ResultColumn("事项", 20), ResultColumn("说明", 90, own=True), ResultColumn("文件", 30, "link"))
    note = "事项一栏写着单位的，说的是那个单位的台账，文件名列在后面；编号、单元格都是那本台账里的，点文件名打开它。"
    sheet = ResultSheet(result, "说明", columns, title="说明：这些数字怎么来的", note=note)
    for name, text in notes(consolidation, details):
        sheet.add((name, text, None))
    for unit in consolidation.units:
        for text in filter(None, (*overview.caveats[unit.key], unit.intake)):
            sheet.add((unit.unit, text, unit_sheets.file_cell(unit, "", unit.file.place)))
    for kind, rule in unit_warnings.RULES:
        sheet.add((f"预警：{kind.title}", rule, None))
    sheet.finish("")


def notes(consolidation: Consolidation, details: DetailRows) -> Iterator[tuple[str, str]]:
    """Yield what has to be known to read the numbers of all units, each under a word."""
    yield "截至", f"{consolidation.as_of.isoformat()}；逾期都按这一天算，不按各单位填表的日子算。"
    yield "汇总时间", consolidation.made.replace(tzinfo=None).strftime("%Y-%m-%d %H:%M")
    yield "来源", "；".join(consolidation.sources) or "（未写）"
    yield (
        "哪一份算数",
        (
            "一个单位报了几份的，以台账更新得最晚的一份为准；更新时间相同的，以收到晚的为准。内容相同的重报只算一次。"
            "较早的、另一轮次的、台账以外别的版式的不计入，列在《报送情况》的说明里。"
        ),
    )
    yield (
        "怎么数",
        (
            "每个单位的数字，就是该单位台账自己“汇总统计”在截至日的数字：完成、长期按该台账《字典》的口径，"
            "完成＋继续整改＝问题数；一格写几个科室的计入牵头科室；反弹后重新登记的另列，不计入合计。本表各项合计等于各单位之和。"
        ),
    )
    yield "不计入的", "打不开、看不懂、认不出单位的文件一个数字也没有用，列在《退件清单》。"
    yield "计入但要改的", "能读的台账都计入，校验有错误的同时列在《退件清单》和《校验错误》，请单位改正后重报。"
    if details.only_late:
        yield (
            "明细",
            (
                f"共{details.problems}个问题，超过{problem_sheets.MOST_DETAILED}行，《明细》只列逾期的和有校验错误的{details.rows}个；"
                f"全部问题在汇总库里（{consolidation.store or '在汇总表旁边'}）。"
            ),
        )
    yield "长文字", "各单位写的文字，一格最多列300字，更长的以“……”表示，全文见出处；本表自己的话都列全。"
    yield (
        "共性问题",
        (
            "去掉数字和套话后，文字相近（相似度70以上）的归为一类，两家以上才列。说法差别大的同类问题归不到一起，"
            "偶尔也会把相近的两件事归在一起，请看原话。"
        ),
    )
    if consolidation.older:
        yield (
            "与上期比、与上次比",
            (
                "上期没有计入（没有报、读不出）的单位，以及上期报的是另一轮次的，与它上次计入的一期比，写“上次”和是哪一期；"
                "它们不算本期新增，增减不计入与上期比的合计。"
            ),
        )
    for caveat in consolidation.caveats:
        yield "本次汇总", caveat
