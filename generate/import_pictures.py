"""Make docs/images/calc-import-mapping.png and calc-import-ledger.png: an old ledger imported in a real LibreOffice.

Needs what `window_pictures` needs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generate.window_pictures import CHINESE, CHINESE_MENUS, IMAGES, cut  # noqa: E402 - the root has to be found first
from rectify_xl.workbook.calc import engine  # noqa: E402
from tests.windowed_office import Windowed  # noqa: E402

TITLE = "云溪县水务局党组关于县委第二巡察组反馈问题整改台账"
HEADINGS = ("序号", "反馈方面", "反馈问题", "整改做法要点", "责任领导", "责任股室", "整改期限", "整改进展情况", "状态")
WIDTHS = (6, 16, 34, 34, 10, 12, 14, 34, 10)
GREEN, YELLOW = "92D050", "FFFF00"
ROWS = """
落实上级决策部署|河湖长制落实不够到位，部分河段巡查记录不全。|1.修订巡查办法；2.每月通报巡查情况。|李建国|河湖股|2025年6月底前|已修订办法。|绿
落实上级决策部署|农村饮水工程管护责任没有压实。|1.逐处明确管护员；2.开展专项检查。|李建国|农水股|2025年9月30日|已明确管护员86名。|绿
落实上级决策部署|防汛物资储备账实不符。|全面盘点，建立出入库台账。|周敏|防汛办|2025年5月31日|盘点已完成，账实相符。|绿
资金和项目管理|工程款支付审批不严。|修订财务管理制度，实行联审联签。|周敏|财务股|2025年12月31日|制度已提交党组研究。|黄
资金和项目管理|个别项目招标程序不规范。|1.组织业务培训；2.建立项目全过程档案。|王海涛|建设股|2025年12月31日|已培训2次。|黄
党的建设|党组理论学习中心组研讨交流偏少。|制定学习计划，每季度研讨不少于一次。|陈立|办公室|长期坚持|已研讨2次。|绿
"""


def old_ledger(path: Path) -> None:
    """Write an old ledger of the usual kind: a title across, merged 方面, states told by colours with a legend."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "整改台账"
    side = Side("thin", color="808080")
    sheet.append([TITLE])
    sheet.merge_cells("A1:I1")
    sheet["A1"].font, sheet["A1"].alignment = Font(name="黑体", size=16), Alignment(horizontal="center")
    sheet.append(["填报单位：云溪县水务局党组　反馈时间：2025年3月18日"])
    sheet.append(list(HEADINGS))
    for number, line in enumerate(ROWS.split(), 1):
        *texts, colour = line.split("|")
        sheet.append([number, *texts])
        sheet.cell(sheet.max_row, 9).fill = PatternFill("solid", fgColor=GREEN if colour == "绿" else YELLOW)
    sheet.merge_cells("B4:B6")
    sheet.merge_cells("B7:B8")
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.border, cell.alignment = Border(side, side, side, side), Alignment(vertical="center", wrap_text=True)
    sheet.append(["注：绿色表示已完成，黄色表示正在整改。"])
    for column, width in zip("ABCDEFGHI", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    book.save(path)


def click(office: Windowed, book: Any, home: Path) -> subprocess.Popen[bytes]:
    """Start what 导入, 另建一本台账, in our menu starts."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "RECTIFY_XL_OFFICE": office.address,
        "RECTIFY_XL_DOCUMENT": book.impl.model.RuntimeUID,
        "HOME": str(home),
    }
    words = (sys.executable, "-m", "rectify_xl.doors.ribbon", "import", "new")
    return subprocess.Popen(words, env=environment, cwd=home)


def main() -> None:
    """Import the old ledger by the menu, and make both pictures on the way."""
    with tempfile.TemporaryDirectory(prefix="巡察整改_") as made:
        folder = Path(made)
        path = folder / "水务局整改台账.xlsx"
        old_ledger(path)
        home = folder / "home"
        (home / "profile" / "user").mkdir(parents=True)
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.write_text(CHINESE_MENUS, encoding="utf-8")
        with Windowed(profile=home / "profile", variables={**CHINESE, "HOME": str(home)}) as office:
            app = engine.app(office.context)
            book = app.books.open(path)
            time.sleep(4)
            step = click(office, book, home)
            office.wait_for("巡察整改")
            office.keys("Return")  # yes, the workbook in front
            office.wait_for("巡察整改")
            office.keys("Return")
            time.sleep(2)
            mapping = app.books.active
            sheet = mapping.sheets["导入对照"]
            row = next(row for row in range(5, 20) if sheet.range((row, 4)).value == "整改做法要点")
            sheet.range((row, 6)).value = "整改措施"
            sheet.range((row, 6)).select()
            time.sleep(2)
            cut(office, IMAGES / "calc-import-mapping.png", "1216x560+0+20")
            step.wait(30)
            step = click(office, mapping, home)
            time.sleep(6)
            office.keys("Return")  # the name that is suggested
            office.wait_for("巡察整改")
            office.keys("Return")
            step.wait(30)
            made_ledger = app.books.active
            made_ledger.sheets["问题台账"].activate()
            made_ledger.sheets["问题台账"].range("D2").select()
            time.sleep(3)
            cut(office, IMAGES / "calc-import-ledger.png", "1216x560+0+20")


if __name__ == "__main__":
    main()
