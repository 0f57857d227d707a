"""研判: what the ledger tells: counts, warnings, promises, the wall chart."""

from rectify_xl.commands.command import Asks, Command, Option, Variant
from rectify_xl.commands.table.shared_options import FORCE, OUTPUT, WRITE
from rectify_xl.ledger import command_needs

GROUP = "研判"
COMMANDS: tuple[Command, ...] = (
    Command(
        "rollup",
        "汇总统计",
        GROUP,
        "PivotTableInsert",
        "rectify_xl.commands.rollup",
        "按方面、责任科室、整改措施汇总完成、继续整改、长期坚持和逾期数；口径以《字典》为准。",
        options=(
            OUTPUT._replace(help="另存汇总表（.xlsx 或 .csv）。"),
            FORCE,
            WRITE._replace(help="按方面、科室的实际个数整理《统计汇总》的显示行。"),
        ),
        keytip="R",
        changes=True,
        needs=command_needs.ROLLUP,
    ),
    Command(
        "risks",
        "预警研判",
        GROUP,
        "HighImportance",
        "rectify_xl.commands.risks",
        "找出逾期、临期和可能反弹的问题，逐条说明理由和所在单元格。",
        options=(
            WRITE,
            Option(
                "--previous",
                "以前的台账：列出与其中问题相似的问题，供人工认定是否反弹。",
                value="PATH",
                question="以前的台账（选一个文件）",
            ),
        ),
        keytip="W",
        changes=True,
        variants=(
            Variant("now", "逾期、临期和反弹风险"),
            Variant("previous", "与以前的台账比较", asks=Asks(("previous",))),
        ),
        needs=command_needs.RISKS,
    ),
    Command(
        "promises",
        "承诺清单",
        GROUP,
        "TaskList",
        "rectify_xl.commands.promises",
        "找出文字里写明日期、写明周期和只说打算的承诺，逐条说明已兑现、待兑现还是失约。",
        options=(
            Option(
                "--only",
                "只列一种结果：失约（broken）、待兑现（due）、已兑现（kept）。",
                value="NAME",
                choices=("broken", "due", "kept"),
                aliases=(("失约", "broken"), ("待兑现", "due"), ("已兑现", "kept")),
            ),
        ),
        keytip="P",
        variants=(
            Variant("all", "全部"),
            Variant("broken", "只看失约", (("only", "broken"),)),
            Variant("due", "只看待兑现", (("only", "due"),)),
            Variant("kept", "只看已兑现", (("only", "kept"),)),
        ),
        needs=command_needs.PROMISES,
    ),
    Command(
        "wallchart",
        "挂图作战",
        GROUP,
        "ChartInsert",
        "rectify_xl.commands.wallchart",
        "把全部问题按方面、责任科室排在一张横向的大图上，标明完成、逾期天数和时限，供打印张贴。",
        options=(
            OUTPUT._replace(help="挂图文件：.pdf 或 .xlsx。", required=True),
            Option("--paper", "纸张：A4、A3 或 A2，都是横向。", value="NAME", default="A3", choices=("A4", "A3", "A2")),
            Option("--format", "pdf 或 xlsx；不写则看目标文件的扩展名。", value="NAME", choices=("pdf", "xlsx")),
            FORCE,
        ),
        keytip="Z",
        variants=(
            Variant("pdf", "PDF，A3", (("format", "pdf"), ("paper", "A3"))),
            Variant("small", "PDF，A4", (("format", "pdf"), ("paper", "A4"))),
            Variant("large", "PDF，A2", (("format", "pdf"), ("paper", "A2"))),
            Variant("sheet", "Excel 表格，A3", (("format", "xlsx"), ("paper", "A3"))),
            Variant("small_sheet", "Excel 表格，A4", (("format", "xlsx"), ("paper", "A4"))),
        ),
        needs=command_needs.WALLCHART,
    ),
)
