"""成文: papers: notice, report, and what is done with their texts."""

from rectify_xl.commands.command import Asks, Command, Option, Variant
from rectify_xl.commands.table.shared_options import FORCE, OUTPUT, TEMPLATE, TRACE, WRITE
from rectify_xl.ledger import command_needs

GROUP = "成文"
_PART = ("department", "leader", "aspect", "state")
"""What a part of the problems is chosen by."""
COMMANDS: tuple[Command, ...] = (
    Command(
        "notice",
        "生成通报",
        GROUP,
        "FileSaveAsWordDocx",
        "rectify_xl.commands.notice",
        "由台账生成整改情况通报，文中的数字全部由台账算出；公开稿遮盖个人信息，有不宜公开之处则拦下并逐条说明。",
        options=(
            OUTPUT._replace(required=True),
            Option(
                "--audience",
                "公开稿（public）或内部稿（internal）。",
                value="NAME",
                default="public",
                choices=("public", "internal"),
                aliases=(("公开稿", "public"), ("内部稿", "internal")),
            ),
            Option(
                "--format",
                "docx、html 或 txt；不写则看目标文件的扩展名。",
                value="NAME",
                choices=("docx", "html", "txt"),
            ),
            Option("--as-published", "照原通报的序号、标签和次序印出（用于导入后核对）。"),
            TEMPLATE,
            Option(
                "--layout",
                "版式：国标、省规范、单位，或版式文件（.toml）；不写则看《基本信息》的“版式”，再不写按国标。",
                value="NAME|FILE",
            ),
            Option(
                "--waive",
                "公开稿被拦下后，按代码写明理由放行，如 NT204=已报巡察办同意；可以写几个，均记入《变更记录》。",
                value="CODE=理由",
                repeat=True,
            ),
            WRITE._replace(help="公开稿被拦下时，把全部原因写入《校验结果》并标色，与按“公开”口径校验相同。"),
            TRACE,
            FORCE,
        ),
        keytip="G",
        changes=True,
        variants=(
            Variant("public", "公开稿", (("audience", "public"),)),
            Variant("internal", "内部稿", (("audience", "internal"),)),
        ),
        needs=command_needs.NOTICE,
    ),
    Command(
        "report",
        "整改报告",
        GROUP,
        "FileDocumentInspect",
        "rectify_xl.commands.report",
        "生成报上级的整改情况报告：总体和分方面情况、尚未完成的问题、需要上级支持的事项，附一览表和逐项整改情况。",
        options=(
            OUTPUT._replace(required=True),
            Option("--template", "使用本单位自己的模板文件。", value="PATH"),
            TRACE,
            FORCE,
        ),
        keytip="B",
        needs=command_needs.REPORT,
    ),
    Command(
        "form",
        "上报表",
        GROUP,
        "TableInsert",
        "rectify_xl.commands.form",
        "巡察办要的上报表：一个问题一格，措施逐条列在旁边，问题清单、措施清单、责任清单合在一张表里；列由设置决定，可以只印一部分问题。",
        options=(
            OUTPUT._replace(help="上报表文件：.xlsx 或 .docx。", required=True),
            Option(
                "--format",
                "xlsx 或 docx；不写则看目标文件的扩展名。",
                value="NAME",
                choices=("xlsx", "docx"),
            ),
            Option(
                "--paper",
                "纸张：A3 或 A4，都是横向；不写则照设置（没有设置的用A3）。",
                value="NAME",
                choices=("A3", "A4"),
            ),
            Option(
                "--columns",
                "列的设置文件（.toml）；不写则用台账旁“模板”文件夹里的上报表.toml，再没有用自带的。",
                value="FILE",
            ),
            Option(
                "--department",
                "只印这个责任单位的问题（牵头和同列的都算）。",
                value="NAME",
                question="责任单位（不限就选不写）",
            ),
            Option("--leader", "只印这位牵头领导的问题。", value="NAME", question="牵头领导（不限就选不写）"),
            Option(
                "--aspect", "只印这个方面的问题，可以只写其中几个字。", value="NAME", question="方面（不限就选不写）"
            ),
            Option(
                "--state",
                "只印这种状态的问题：未完成、逾期、已完成、已销号、未销号、长期坚持、已延期、需上级支持。",
                value="NAME",
                choices=("未完成", "逾期", "已完成", "已销号", "未销号", "长期坚持", "已延期", "需上级支持"),
                question="状态（不限就选不写）",
            ),
            TEMPLATE._replace(help="Word 表用本单位自己的模板文件。"),
            TRACE._replace(help="Word 表另存追溯表（.json）：每句话、每个数字的出处。"),
            FORCE,
        ),
        keytip="2",
        variants=(
            Variant("sheet", "Excel 表", (("format", "xlsx"),)),
            Variant("word", "Word 表", (("format", "docx"),)),
            Variant("part", "Excel 表，挑一部分", (("format", "xlsx"),), Asks(optional=_PART)),
            Variant("word_part", "Word 表，挑一部分", (("format", "docx"),), Asks(optional=_PART)),
            Variant("open", "Excel 表，只报未完成的", (("format", "xlsx"), ("state", "未完成"))),
        ),
        needs=command_needs.FORM,
    ),
    Command(
        "proof",
        "核稿",
        GROUP,
        "Spelling",
        "rectify_xl.commands.proof",
        "核对一份通报文稿（不论是谁写的）或台账将要印出的通报：数字、日期、时态、承诺、重复、名称、序号、标题、标点，逐条写明在第几行、怎么改。",
        target="either",
        options=(
            OUTPUT._replace(help="把核稿意见存成一份材料（.docx 或 .txt），交给起草人。", paper=True),
            FORCE,
        ),
        keytip="X",
        variants=(
            Variant("ledger", "核对台账文稿", ()),
            Variant("file", "核对文件", (("file", True),)),
        ),
        needs=command_needs.PROOF,
    ),
    Command(
        "trace",
        "追溯出处",
        GROUP,
        "TracePrecedents",
        "rectify_xl.commands.trace",
        "由通报里的一句话、一个数字找到台账单元格，由单元格找到所有印出的地方；给出台账，则列出哪些句子已经过时。",
        target="source",
        options=(
            Option("--cell", "只看这个单元格印在哪里，如 问题台账!H12。", value="CELL"),
            Option("--bookmark", "只看这个书签的出处，如 rx_0012_P8。", value="NAME"),
            Option("--ledger", "与这本台账比较，列出已经过时的句子和数字。", value="PATH"),
        ),
        button=False,
    ),
    Command(
        "template",
        "文书模板",
        GROUP,
        "FileNewTemplate",
        "rectify_xl.commands.template",
        "列出各种文书的模板和可用的名称（list）、导出一份修改（export）、检查改过的模板（check）、同意使用台账旁的模板（agree）。",
        target="action",
        items=("FILE", "check、agree 后写模板文件，export 后写模板名称。"),
        options=(
            Option("--for", "按哪种文书检查，如 通报；不写则看文件名。", value="NAME"),
            OUTPUT._replace(help="导出的模板存到哪里（export 用）。"),
            Option("--no", "agree 用：不用这个模板，以后不再问。"),
            FORCE,
        ),
        button=False,
        actions=(("check", "检查"), ("list", "清单"), ("export", "导出"), ("agree", "同意")),
    ),
)
