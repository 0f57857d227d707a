"""The command table: what every door (command line, ribbon, menu, manual) is made from."""

from typing import Literal, NamedTuple

Target = Literal["ledger", "source", "either", "action", "none"]
"""What the argument of a command is: a ledger, a file to read, either of them, a word, or nothing."""


class Option(NamedTuple):
    """One option of a command. Without `value` it is a switch; `choices` limits the value.

    `aliases` maps other spellings of a choice to the canonical one. `repeat` collects several values.
    `paper` marks an output that a click makes although the command line may leave it out. `question` is what a dialog
    asks for it: a short name, and in brackets what helps to answer.
    """

    flag: str
    help: str
    value: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    repeat: bool = False
    required: bool = False
    paper: bool = False
    question: str = ""

    @property
    def name(self) -> str:
        """The option as an identifier."""
        return self.flag.lstrip("-").replace("-", "_")


class Asks(NamedTuple):
    """What a click asks a person, one question after another.

    Names of options; `items` and `item` stand for the problems that the command works on, several or one, `as_of` for
    the day. `needed` must be answered, `optional` may stay empty. With `confirm` all is summed up and asked once more.
    """

    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    confirm: bool = False


class Variant(NamedTuple):
    """One entry of the drop-down menu of a button.

    `id` is ASCII (it travels through VBA, whose source is bound to a code page), `label` what the user reads, `options`
    what the entry presets (for a paper its file name; False for one that is not made), `asks` what it asks.
    """

    id: str
    label: str
    options: tuple[tuple[str, str | bool], ...] = ()
    asks: Asks = Asks()


class Command(NamedTuple):
    """One command.

    `id` is its name on the command line, `label` on buttons, `group` its place in the ribbon, `icon` an Office
    imageMso name, `module` the use case with `run(request) -> Outcome`; `target` says what its argument is. `keytip`
    is the ribbon key. `button` is False for commands that only the command line offers. `variants` are the entries of
    the button's drop-down menu, the first of them the default; `actions` are the words that a command with target
    "action" takes. `items` names further arguments and says what they are, for a command that takes any number. `asks`
    is what a button without variants asks; with `on_file` the command works on the file itself, and a button closes
    the workbook meanwhile.
    """

    id: str
    label: str
    group: str
    icon: str
    module: str
    help: str
    target: Target = "ledger"
    options: tuple[Option, ...] = ()
    keytip: str = ""
    changes: bool = False
    button: bool = True
    variants: tuple[Variant, ...] = ()
    actions: tuple[tuple[str, str], ...] = ()
    items: tuple[str, str] | None = None
    asks: Asks = Asks()
    on_file: bool = False


OUTPUT = Option("--output", "结果文件或文件夹。", value="PATH")
FORCE = Option("--force", "目标文件已存在时覆盖，覆盖前自动备份。")
TRACE = Option("--trace", "另存追溯表（.json）：每句话、每个数字的出处。", value="T.json")
WRITE = Option("--write", "把结果写进台账（写前自动备份）；不加则只显示，不改动文件。")
SINCE = Option(
    "--since",
    "从哪一天算起；不写则从上一周的快照算起。",
    value="YYYY-MM-DD",
    question="从哪一天算起（不写则从上一周的快照算起）",
)
TEMPLATE = Option("--template", "使用本单位自己的模板文件。", value="PATH")
PROFILES = ("填报", "上报", "公开")
PROFILE_ALIASES = (("draft", "填报"), ("submit", "上报"), ("publish", "公开"))

COMMANDS: tuple[Command, ...] = (
    Command(
        "new",
        "新建台账",
        "台账",
        "FileNew",
        "rectify_xl.commands.new",
        "新建一本空白台账，表格、下拉选项、统计公式都已备好。",
        target="none",
        options=(OUTPUT._replace(required=True), FORCE),
        keytip="N",
    ),
    Command(
        "import",
        "导入通报",
        "台账",
        "ImportTextFile",
        "rectify_xl.commands.import_",
        "读入已发布的整改通报（txt、docx、html），生成一本台账；残缺的日期、对不上的数字逐条列出，不作猜测。",
        target="source",
        options=(OUTPUT._replace(required=True), FORCE),
        keytip="I",
    ),
    Command(
        "check",
        "校验台账",
        "台账",
        "AcceptInvitation",
        "rectify_xl.commands.check",
        "逐行检查台账，一次列出全部问题，每条都指明单元格和处理办法。",
        options=(
            Option(
                "--profile",
                "检查口径：填报、上报、公开（也可写 draft、submit、publish）。",
                value="NAME",
                default="填报",
                choices=PROFILES,
                aliases=PROFILE_ALIASES,
            ),
            WRITE,
        ),
        keytip="C",
        changes=True,
        variants=(
            Variant("draft", "按填报口径", (("profile", "填报"),)),
            Variant("submit", "按上报口径", (("profile", "上报"),)),
            Variant("publish", "按公开口径", (("profile", "公开"),)),
        ),
    ),
    Command(
        "clear",
        "清除标记",
        "台账",
        "ClearFormats",
        "rectify_xl.commands.clear",
        "清空校验结果、预警清单和各行的标记，台账恢复到标记之前的样子。",
        keytip="L",
        changes=True,
    ),
    Command(
        "undo",
        "撤销上一步",
        "台账",
        "Undo",
        "rectify_xl.commands.undo",
        "把上一个命令写进台账的内容恢复原样；之后有人改过的单元格不动，并逐个列出。再点一次，撤销更早的一步。",
        keytip="U",
        changes=True,
    ),
    Command(
        "dump",
        "导出数据",
        "台账",
        "ExportTextFile",
        "rectify_xl.commands.dump",
        "把台账内容输出为 JSON，供其他程序读取。",
        button=False,
    ),
    Command(
        "rollup",
        "汇总统计",
        "研判",
        "PivotTableInsert",
        "rectify_xl.commands.rollup",
        "按方面、责任科室、整改措施汇总完成、继续整改、长期坚持和逾期数；口径以《字典》为准。",
        options=(
            OUTPUT._replace(help="另存汇总表（.xlsx 或 .csv）。"),
            WRITE._replace(help="按方面、科室的实际个数整理《统计汇总》的显示行。"),
        ),
        keytip="R",
        changes=True,
    ),
    Command(
        "risks",
        "预警研判",
        "研判",
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
    ),
    Command(
        "promises",
        "承诺清单",
        "研判",
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
    ),
    Command(
        "weekly",
        "周调度",
        "调度",
        "MeetingsWorkspace",
        "rectify_xl.commands.weekly",
        "周调度表：比上周变化了什么、哪个科室还欠多少、会上要问什么，一个责任科室一页。只读台账，不改动。",
        options=(
            OUTPUT._replace(help="把周调度表存成 Word 文件（.docx）。", paper=True),
            SINCE._replace(help="与哪一天的快照比较；不写则为上一周的。"),
            Option("--department", "只印这个责任科室的。", value="NAME"),
            TEMPLATE,
            TRACE,
            FORCE,
        ),
        keytip="K",
    ),
    Command(
        "monthly",
        "月通报",
        "调度",
        "ChartInsert",
        "rectify_xl.commands.monthly",
        "月通报：本月进度、各科室排名（规则印在文中）、比上月的变化、逾期和下月到期的问题、图。只读台账，不改动。",
        options=(
            OUTPUT._replace(help="把月通报存成 Word 文件（.docx）。", paper=True),
            SINCE._replace(help="与哪一天的快照比较；不写则为上个月的。"),
            TEMPLATE,
            TRACE,
            FORCE,
        ),
        keytip="M",
    ),
    Command(
        "letters",
        "督办函",
        "调度",
        "MailMergeMatchFields",
        "rectify_xl.commands.letters",
        "按逾期天数起草督办通知书、阶段督查指导书、情况提醒书、告诫书、问责书，一个科室一种文书一份；发出的登记在案，不重发。",
        items=("ID", "逾期的问题编号，如 P016；不写则为全部逾期的问题。"),
        options=(
            OUTPUT._replace(value="DIR", help="存放函稿的文件夹；不写则只列出应发的文书。", paper=True),
            Option("--department", "只办这个责任科室的。", value="NAME"),
            Option("--reply-by", "要求在哪一天之前回复；不写则留空，打印后手填。", value="YYYY-MM-DD"),
            Option("--issued", "登记为已经发出（记入《变更记录》）。"),
            Option("--withdraw", "撤回登记错了的发出记录，要写编号。"),
            FORCE._replace(help="文件夹里已有同名函稿时覆盖。"),
        ),
        keytip="T",
        changes=True,
        variants=(
            Variant("draft", "起草函稿", ()),
            Variant("issued", "登记已发出", (("issued", True), ("output", False))),
        ),
    ),
    Command(
        "wallchart",
        "挂图作战",
        "研判",
        "ChartInsert",
        "rectify_xl.commands.wallchart",
        "把全部问题按方面、责任科室排在一张横向的大图上，标明完成、逾期天数和时限，供打印张贴。",
        options=(
            OUTPUT._replace(help="挂图文件：.pdf 或 .xlsx。", required=True),
            Option("--paper", "纸张：A3 或 A2，都是横向。", value="NAME", default="A3", choices=("A3", "A2")),
            Option("--format", "pdf 或 xlsx；不写则看目标文件的扩展名。", value="NAME", choices=("pdf", "xlsx")),
            FORCE,
        ),
        keytip="Z",
        variants=(
            Variant("pdf", "PDF，A3", (("format", "pdf"), ("paper", "A3"))),
            Variant("large", "PDF，A2", (("format", "pdf"), ("paper", "A2"))),
            Variant("sheet", "Excel 表格，A3", (("format", "xlsx"), ("paper", "A3"))),
        ),
    ),
    Command(
        "review",
        "回头看",
        "销号",
        "ReviewTrackChanges",
        "rectify_xl.commands.review",
        "从已销号的问题中按方面随机抽查，印现场检查单；检查之后把结论记进《回头看》，并定下次日期。",
        options=(
            Option(
                "--draw",
                "抽几个：个数（如 5）或比例（如 10%）；不写则抽 10%。",
                value="N",
                question="抽几个（个数如 5，比例如 10%；不写则抽 10%）",
            ),
            Option(
                "--seed",
                "随机种子；同一本台账用同一个种子，抽到的相同。不写则自动取一个并印出来。",
                value="N",
                question="随机种子（不写则自动取一个；重抽以前的样本才需要写）",
            ),
            OUTPUT._replace(help="把现场检查单存成 Word 文件（.docx）。", paper=True),
            FORCE,
            WRITE._replace(help="把这次抽查（种子、抽到的编号）记入《变更记录》，事后可以核对。"),
            Option("--record", "登记这个问题的检查结论。", value="ID", question="问题或措施编号"),
            Option("--verdict", "检查结论：巩固、松动、反弹。", value="WORD", question="检查结论"),
            Option("--finding", "检查发现。", value="TEXT", question="检查发现"),
            Option(
                "--method",
                "检查方式：查阅资料、现场核查、个别谈话、群众走访。",
                value="WORD",
                question="检查方式（可以不写）",
            ),
            Option("--by", "检查人，也作为操作人记入《变更记录》。", value="NAME", question="检查人姓名"),
            Option(
                "--next",
                "下次回头看日期（2026-09-30）；不写则按《基本信息》中的回头看间隔天数推算。",
                value="YYYY-MM-DD",
                question="下次回头看日期（不写则按《基本信息》的间隔天数推算）",
            ),
        ),
        keytip="V",
        changes=True,
        variants=(
            Variant("draw", "抽查", asks=Asks(optional=("draw", "seed"))),
            Variant(
                "record",
                "登记结论",
                asks=Asks(("record", "as_of", "verdict", "finding", "by"), ("method", "next"), confirm=True),
            ),
        ),
    ),
    Command(
        "history",
        "问题履历",
        "台账",
        "History",
        "rectify_xl.commands.history",
        "写上编号，看一个问题从登记到销号、回头看的全过程；不写编号，看某日以来新增、办结、退步、逾期新增的问题。",
        options=(SINCE,),
        keytip="H",
        items=("ID", "问题编号，如 P003；不写则看全部问题的变化。"),
        variants=(
            Variant("life", "一个问题的全过程", asks=Asks(optional=("item",))),
            Variant("moved", "某日以来的变化", asks=Asks(optional=("since",))),
        ),
    ),
    Command(
        "repair",
        "修复下拉和标色",
        "台账",
        "TableStyleClear",
        "rectify_xl.commands.repair",
        "找出因粘贴而丢失的下拉选项、填写提示和自动标色，补回原样；您自己加的下拉和标色不动。",
        options=(WRITE,),
        keytip="E",
        changes=True,
        on_file=True,
    ),
    Command(
        "close",
        "销号审批",
        "销号",
        "FileMarkAsFinal",
        "rectify_xl.commands.close",
        "列出每个问题离销号还缺什么；办理申请、签字、批准、退回、延期，登记佐证，出审批表，打佐证包。",
        items=("ID", "问题编号，如 P003，可以写几个；不写则看全部问题。"),
        options=(
            Option("--list", "只列出还缺的条件，不改动台账（什么都不加时也是这样）。"),
            Option(
                "--step",
                "办哪一步：apply（申请）、sign（签字）、approve（批准）、reject（退回）、extend（申请延期）。",
                value="STEP",
                choices=("apply", "sign", "approve", "reject", "extend"),
                aliases=(
                    ("申请", "apply"),
                    ("签字", "sign"),
                    ("批准", "approve"),
                    ("退回", "reject"),
                    ("延期", "extend"),
                ),
            ),
            Option("--by", "办理人姓名。", value="NAME", question="办理人姓名"),
            Option(
                "--role",
                "以什么身份：责任科室、分管领导、主要负责人、上级。",
                value="ROLE",
                choices=("责任科室", "分管领导", "主要负责人", "上级"),
                question="以什么身份办理",
            ),
            Option("--opinion", "验收意见（责任科室签字时写）。", value="TEXT", question="验收意见"),
            Option("--reason", "退回或延期的理由。", value="TEXT", question="理由"),
            Option("--requirement", "补充要求（退回时写）。", value="TEXT", question="补充要求"),
            Option("--until", "延期至哪一天。", value="YYYY-MM-DD", question="延期日期（延到哪一天）"),
            Option("--date", "办理日期；不写则为 --as-of 的日期。", value="YYYY-MM-DD", question="办理日期"),
            Option(
                "--evidence",
                "登记这些佐证文件，并记下 SHA-256。",
                value="FILE",
                repeat=True,
                question="佐证文件（可以选几个，须在台账所在的文件夹里）",
            ),
            Option("--form", "生成销号审批表（.docx）。", value="OUT.docx", paper=True),
            Option("--pack", "把佐证文件连同清单打成压缩包（.zip）。", value="OUT.zip", paper=True),
            FORCE._replace(help="审批表、压缩包已存在时覆盖。"),
        ),
        keytip="S",
        changes=True,
        variants=(
            Variant("list", "看还缺什么", asks=Asks(optional=("items",))),
            Variant("apply", "申请", (("step", "apply"),), Asks(("items", "by", "date"), confirm=True)),
            Variant(
                "sign", "签字", (("step", "sign"),), Asks(("items", "role", "by", "opinion", "date"), confirm=True)
            ),
            Variant("approve", "批准", (("step", "approve"),), Asks(("items", "role", "by", "date"), confirm=True)),
            Variant(
                "reject",
                "退回",
                (("step", "reject"),),
                Asks(("items", "role", "by", "reason", "requirement", "date"), confirm=True),
            ),
            Variant(
                "extend",
                "申请延期",
                (("step", "extend"),),
                Asks(("items", "by", "date", "until", "reason"), confirm=True),
            ),
            Variant("evidence", "登记佐证", asks=Asks(("item", "evidence", "date"), confirm=True)),
            Variant("form", "审批表", (("form", "销号审批表.docx"),), Asks(("items",))),
            Variant("pack", "打佐证包", (("pack", "佐证材料.zip"),), Asks(optional=("items",))),
        ),
    ),
    Command(
        "reopen",
        "反弹登记",
        "销号",
        "Redo",
        "rectify_xl.commands.reopen",
        "已办结的问题反弹了，另起一行登记，“关联编号”指向原问题；原来的销号记录不动。",
        items=("ID", "反弹的问题编号，如 P003。"),
        options=(
            Option(
                "--reason",
                "反弹的原因、怎么发现的。",
                value="TEXT",
                required=True,
                question="反弹的原因（怎么发现的）",
            ),
            Option("--until", "新的整改时限。", value="YYYY-MM-DD", question="新的整改时限（可以不写，以后补填）"),
            Option("--date", "登记日期；不写则为 --as-of 的日期。", value="YYYY-MM-DD", question="登记日期"),
        ),
        keytip="F",
        changes=True,
        asks=Asks(("item", "reason", "date"), ("until",), confirm=True),
    ),
    Command(
        "notice",
        "生成通报",
        "成文",
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
            TRACE,
            FORCE,
        ),
        keytip="G",
        variants=(
            Variant("public", "公开稿", (("audience", "public"),)),
            Variant("internal", "内部稿", (("audience", "internal"),)),
        ),
    ),
    Command(
        "report",
        "整改报告",
        "成文",
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
    ),
    Command(
        "proof",
        "核稿",
        "成文",
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
    ),
    Command(
        "trace",
        "追溯出处",
        "成文",
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
        "成文",
        "FileNewTemplate",
        "rectify_xl.commands.template",
        "列出各种文书的模板和可用的名称（list）、导出一份修改（export）、检查改过的模板（check）。",
        target="action",
        items=("FILE", "check 后写模板文件，export 后写模板名称。"),
        options=(
            Option("--for", "按哪种文书检查，如 通报；不写则看文件名。", value="NAME"),
            OUTPUT._replace(help="导出的模板存到哪里（export 用）。"),
            FORCE,
        ),
        button=False,
        actions=(("check", "检查"), ("list", "清单"), ("export", "导出")),
    ),
    Command(
        "demo",
        "演示",
        "帮助",
        "Help",
        "rectify_xl.commands.demo",
        "用一份虚构单位的通报走完全过程：导入、校验、预警、汇总、成文。",
        target="none",
        options=(OUTPUT._replace(default="out"),),
        button=False,
    ),
    Command(
        "addin",
        "加载项",
        "帮助",
        "AddInManager",
        "rectify_xl.addin.command",
        "制作（build）、安装（install）、卸载（remove）Excel 功能区按钮或 LibreOffice Calc 菜单，不需要管理员权限。",
        target="action",
        options=(
            Option(
                "--host",
                "装在哪里：excel 或 calc；不写则 Windows、macOS 为 excel，Linux 为 calc。",
                value="NAME",
                choices=("excel", "calc"),
                aliases=(("Excel", "excel"), ("Calc", "calc")),
            ),
            OUTPUT._replace(help="制作出的加载项文件（build 用）；不写则放在当前文件夹。"),
            Option("--interpreter", "按钮使用的 Python 程序；不写则用当前这个。", value="PATH"),
            Option("--warm", "让 Python 常驻，第二次起点按钮更快（仅 Windows 的 Excel）。"),
        ),
        button=False,
        actions=(("build", "制作"), ("install", "安装"), ("remove", "卸载")),
    ),
    Command(
        "doctor",
        "环境体检",
        "帮助",
        "ErrorChecking",
        "rectify_xl.doctor.command",
        "检查程序、加载项、宏设置、字体和文件夹权限，每一项都写明怎么处理；可存成一份报告寄给维护人员。",
        target="none",
        options=(
            OUTPUT._replace(help="把体检报告存成文本文件，便于邮寄。"),
            Option("--folder", "再检查这个文件夹能否写入。", value="PATH"),
        ),
        keytip="D",
    ),
)


def find(name: str) -> Command | None:
    """Return the command with this id or Chinese label, or None."""
    return next((command for command in COMMANDS if name in (command.id, command.label)), None)
