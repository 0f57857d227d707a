"""销号: closing a problem, looking back at it, and opening it anew."""

from rectify_xl.commands.command import Asks, Command, Option, Variant
from rectify_xl.commands.table.shared_options import FORCE, OUTPUT, WRITE
from rectify_xl.ledger import command_needs

GROUP = "销号"
COMMANDS: tuple[Command, ...] = (
    Command(
        "review",
        "回头看",
        GROUP,
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
                "抽取编号；同一本台账用同一个编号，抽到的相同。不写则自动取一个并印出来。",
                value="N",
                question="抽取编号（不写则自动取一个；要重现以前的抽查才写）",
            ),
            OUTPUT._replace(help="把现场检查单存成 Word 文件（.docx）。", paper=True),
            FORCE,
            WRITE._replace(help="把这次抽查（抽取编号、抽到的问题）记入《变更记录》，事后可以核对。"),
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
            Option(
                "--again",
                "同一天同一人已登记过相同结论的，仍再登记一行；不加则不重复登记。",
                question="确实又检查了一次吗",
            ),
        ),
        keytip="V",
        changes=True,
        variants=(
            Variant("draw", "抽查", asks=Asks(optional=("draw", "seed"))),
            Variant(
                "record",
                "登记结论",
                asks=Asks(("record", "as_of", "verdict", "finding", "by"), ("method", "next", "again"), confirm=True),
            ),
        ),
        needs=command_needs.REVIEW,
    ),
    Command(
        "close",
        "销号审批",
        GROUP,
        "FileMarkAsFinal",
        "rectify_xl.commands.close",
        "一张表办理几个问题的申请、签字、批准、退回、延期；列出离销号还缺什么，登记佐证，出审批表，打佐证包。",
        items=("ID", "问题编号，如 P003，可以写几个；不写则看全部问题。"),
        options=(
            Option("--list", "只列出还缺的条件，不改动台账（什么都不加时也是这样）。"),
            Option(
                "--batch",
                "一表办理：先把可以往下办的问题列进《销号办理》；在表上选好、填好以后再运行一次，就全部办理。",
            ),
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
            Option(
                "--reason",
                "退回或延期的理由；批准时有要说明的地方（close 台账 编号 会列出），也在这里写明理由。",
                value="TEXT",
                question="理由",
            ),
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
            Option(
                "--folder",
                "在台账旁建“佐证”文件夹，一个问题一个；已有的，把里面还没有登记的材料全部登记。",
            ),
            Option("--form", "生成销号审批表（.docx）。", value="OUT.docx", paper=True),
            Option(
                "--sheet", "生成销号签批单（.docx）：几个问题一张，一个一行，签名用。", value="OUT.docx", paper=True
            ),
            Option("--pack", "把佐证文件连同清单打成压缩包（.zip）。", value="OUT.zip", paper=True),
            FORCE._replace(help="审批表、压缩包已存在时覆盖，覆盖前自动备份。"),
        ),
        keytip="S",
        changes=True,
        variants=(
            Variant("batch", "一表办理", (("batch", True),), Asks(selected=True)),
            Variant("list", "看还缺什么", asks=Asks(optional=("items",))),
            Variant("apply", "申请", (("step", "apply"),), Asks(("items", "by", "date"), confirm=True)),
            Variant(
                "sign", "签字", (("step", "sign"),), Asks(("items", "role", "by", "opinion", "date"), confirm=True)
            ),
            Variant(
                "approve",
                "批准",
                (("step", "approve"),),
                Asks(("items", "role", "by", "date", "reason"), confirm=True),
            ),
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
            Variant("folder", "佐证文件夹", (("folder", True),), Asks(optional=("items",))),
            Variant("form", "审批表", (("form", "销号审批表.docx"),), Asks(("items",))),
            Variant("sheet", "签批单", (("sheet", "销号签批单.docx"),), Asks(optional=("items",))),
            Variant("pack", "打佐证包", (("pack", "佐证材料.zip"),), Asks(optional=("items",))),
        ),
        needs=command_needs.CLOSE,
    ),
    Command(
        "reopen",
        "反弹登记",
        GROUP,
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
        needs=command_needs.REOPEN,
    ),
)
