"""The sheet 使用说明, generated: what the workbook is, how to fill it in, what the buttons do, what colours mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from rectify_xl.ledger import schema
from rectify_xl.text.refs import quote_sheet
from rectify_xl.workbook import colours, palette, print_setup
from rectify_xl.workbook.editing.row_heights import CellFont, needed


class Button(Protocol):
    """What the guide says of a command."""

    @property
    def label(self) -> str:
        """The Chinese label of the button."""

    @property
    def group(self) -> str:
        """The group of buttons that it stands in."""

    @property
    def help(self) -> str:
        """One sentence on what it does."""

    @property
    def button(self) -> bool:
        """Whether there is a button at all."""


STEPS = (
    ("填基本信息", "先填《基本信息》。粗体各项要填；反馈日期尤其重要，没有写年份的日期都从它起推算。"),
    (
        "填问题台账",
        "在《问题台账》一行填一个具体问题。同一方面、同一大项各行文字须完全一致；编号 P001 起，定了不再改。",
    ),
    ("填措施", "在《整改措施》一行填一条措施。具体措施在“上级措施”填它所属的整改措施编号，整改措施本身留空。"),
    ("登记材料", "制度、佐证、销号（延期）、回头看，随办随登；一件事一行，旧行不改。"),
    ("更新进展", "每次调度时改“完成程度”“整改进展”；还有没做完的，写进“剩余事项”“剩余时限”，不能填“已完成”。"),
    ("校验、研判", "上报前依次用“校验台账”“预警研判”，照《校验结果》《预警清单》逐条处理。"),
    ("看统计、出通报", "《统计汇总》随填随算；《通报文稿》改好文字后，用“生成通报”成文。"),
)
HABITS = (
    "表头请勿改名、请勿合并单元格；可以在右边加自己的列，也可以加自己的工作表，程序不会动它们。",
    "日期可写 2025-06-30、2025年6月30日或 2025年6月；也可写“立行立改”“长期坚持”。",
    "下拉选项不够用时，在《字典》该列末尾加词；新的完成程度要计为完成的，再到“口径”两列加一行并填“是”。",
    "不常用的列收在列标上方的 [+] 里，点开可填；打印时收起，一页一般能印下全部常用列。",
    "灰色表头的列由程序填写，不必手工改。",
)
COLOURS = (
    ("红色整行", colours.RED_ROW, "", "逾期：过了时限还没有完成"),
    ("橙色整行", colours.ORANGE_ROW, "", "临期：快到时限还没有完成"),
    ("黄色整行", colours.YELLOW_ROW, "", "反弹风险：已办结但有松动迹象"),
    ("绿色整行", colours.DONE_ROW, colours.DONE_INK, "按口径已计为完成"),
    ("深红单元格", colours.ERROR_CELL, colours.WHITE, "校验发现错误，须改正后再上报"),
    ("亮黄单元格", colours.REMINDER_CELL, colours.INK, "校验提醒，请核实"),
)
HEADS = (
    ("必填", "required"),
    ("上报前填", "expected"),
    ("选填", "optional"),
    ("程序填写", "computed"),
)
_WIDTHS = (2, 18, 17, 64)
"""What fills A4 upright at its full size."""
_TEXT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_INDENT = 2
_BUTTON_GAP = "加载项按钮和命令行用的是同一套功能；没有安装程序时，本台账照样可以填写、统计和打印。"


def fill(sheet: Worksheet, buttons: Sequence[Button]) -> None:
    """Write the page; `buttons` are the commands that the program offers."""
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    writer = _Writer(sheet)
    writer.title("巡察整改台账　使用说明")
    writer.note("一本台账管到底：问题、措施、材料、销号、统计、通报都在这里。文件不含宏，可直接发送、打印。")
    writer.section("一、这本台账有什么")
    for layout in _contents():
        writer.line(layout[0], layout[1], link=layout[0])
    writer.section("二、怎么填")
    for number, (label, text) in enumerate(STEPS, 1):
        writer.line(f"{number}. {label}", text)
    writer.section("三、请注意")
    for text in HABITS:
        writer.line("", text)
    writer.section("四、颜色")
    for label, fill, ink, text in COLOURS:
        writer.line(label, text, fill=fill, ink=ink)
    for label, entry in HEADS:
        colour, ink = colours.HEAD_COLOURS[entry]
        writer.line(label, f"表头为此色的列：{label}", fill=colour, ink=ink)
    writer.section("五、程序能做什么")
    for button in buttons:
        if button.button:
            writer.line(button.label, button.help)
    writer.note(_BUTTON_GAP)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = colours.NAVY
    print_setup.set_up(sheet, landscape=False, header_row=False)


def _contents() -> tuple[tuple[str, str], ...]:
    purposes = {layout.name: layout.purpose for layout in schema.TABLES} | {
        schema.SUMMARY: "各方面、各科室、措施、制度的统计和图，用公式实时计算。",
        schema.DICTIONARY: "下拉选项和统计口径，可以按本单位的规定修改。",
    }
    return tuple((name, purposes[name]) for name in schema.SHEET_ORDER if name in purposes)


class _Writer:
    """Writes the page from top to bottom."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 0

    def title(self, text: str) -> None:
        self._wide(text, palette.TITLE, 40)

    def note(self, text: str) -> None:
        self._wide(text, palette.NOTE, 22)

    def section(self, text: str) -> None:
        self._wide(text, palette.SECTION, 28)

    def line(self, label: str, text: str, *, fill: str = "", ink: str = "", link: str = "") -> None:
        self._row += 1
        head = self._sheet.cell(self._row, 2, label or None)
        head.font = Font(name=colours.BODY_FONT, size=colours.BODY_SIZE, bold=True, color=ink or colours.INK)
        head.alignment = palette.LEFT_MIDDLE
        if fill:
            head.fill = palette.solid(fill)
            head.border = palette.box()
            head.alignment = palette.MIDDLE
        if link:
            head.font = palette.LINK
            head.hyperlink = Hyperlink(ref=head.coordinate, location=f"{quote_sheet(link)}!A1", display=label)
        first = 3 if label else 2
        self._sheet.merge_cells(start_row=self._row, start_column=first, end_row=self._row, end_column=4)
        body = self._sheet.cell(self._row, first, text if label else f"· {text}")
        body.font, body.alignment = palette.BODY, _TEXT if label else palette.LEFT_MIDDLE
        self._fit(str(body.value), sum(_WIDTHS[first - 1 :]) - _INDENT)

    def _fit(self, text: str, width: float) -> None:
        style = CellFont(wraps=True, size=colours.BODY_SIZE)
        self._sheet.row_dimensions[self._row].height = needed({1: text}, {1: style}, {1: width}) or 18

    def _wide(self, text: str, font: Font, height: int) -> None:
        self._row += 1
        self._sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=4)
        cell = self._sheet.cell(self._row, 1, text)
        cell.font, cell.alignment = font, palette.LEFT_MIDDLE
        self._sheet.row_dimensions[self._row].height = height
