"""台账: the ledger itself: make it, fill it, check it, keep it sound."""

from rectify_xl.commands.command import Asks, Command, Option, Variant
from rectify_xl.commands.table.shared_options import FORCE, OUTPUT, SINCE, WRITE
from rectify_xl.ledger import command_needs

PROFILES = ("填报", "上报", "公开")
PROFILE_ALIASES = (("draft", "填报"), ("submit", "上报"), ("publish", "公开"))

GROUP = "台账"
ALL_OF_THEM, MARKED_ONES = "all", "marked"
"""What `fix --take` means: everything that is certain, or what was chosen in 校验结果."""
COMMANDS: tuple[Command, ...] = (
    Command(
        "new",
        "新建台账",
        GROUP,
        "FileNew",
        "rectify_xl.commands.new",
        "新建一本空白台账，表格、下拉选项、统计公式都已备好。",
        target="none",
        options=(OUTPUT._replace(required=True), FORCE),
        keytip="N",
    ),
    Command(
        "import",
        "导入",
        GROUP,
        "ImportTextFile",
        "rectify_xl.commands.import_",
        "读入现有的台账、问题清单（xlsx、xls、et、ods）或已发布的整改通报（docx、doc、pdf、html、txt等），生成一本台账；"
        "各列归入哪里、哪些没有收、残缺的日期和对不上的数字逐条列出，不作猜测。",
        target="source",
        options=(
            OUTPUT._replace(help="新台账存到哪里；与 --into 二选一。"),
            Option("--into", "并入这本已有的台账，不另建新台账；先列出不同之处。", value="LEDGER"),
            Option(
                "--on-difference",
                "并入时怎么办：stop 只列出不同、不改台账（默认）；skip 只加新行、只填空格；"
                "update 内容不同的也照来源改。也可写 停、补、改。",
                value="NAME",
                choices=("skip", "update"),
                aliases=(("stop", ""), ("停", ""), ("补", "skip"), ("改", "update")),
            ),
            Option(
                "--returned",
                "来源是上级退回的工作簿：把《退回说明》的各处与台账现在逐条核对，还没改好的列进《校验结果》，不改台账里填的内容。",
            ),
            Option("--similarity", "并入时文字相近到多少算同一行（50至100，默认75）。", value="N"),
            Option(
                "--map-out",
                "把旧台账每张表、每列、每个符号和底色归入哪里写成《导入对照》（.xlsx 或 .json），供核对和改正；"
                "不写 -o 就只写对照、不生成台账。",
                value="FILE",
            ),
            Option(
                "--map",
                "按改好的《导入对照》读旧台账；不写则采用台账旁边上次留下的（台账名_导入对照.xlsx）。",
                value="FILE",
            ),
            FORCE,
        ),
        keytip="I",
        changes=True,
        variants=(
            Variant("new", "另建一本台账"),
            Variant(
                "into",
                "并入当前台账",
                (("into", True),),
                then=(
                    ("只加新行、只填空格", (("on_difference", "skip"),)),
                    ("内容不同的也照来源改", (("on_difference", "update"),)),
                ),
            ),
            Variant("returned", "接收退回单", (("into", True), ("returned", True))),
        ),
        needs=command_needs.MERGE,
        ledger_option="into",
    ),
    Command(
        "check",
        "校验台账",
        GROUP,
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
            Option("--all", "已核实的也列出来，写明谁在哪天核实、什么理由。"),
        ),
        keytip="C",
        changes=True,
        variants=(
            Variant("draft", "按填报口径", (("profile", "填报"),)),
            Variant("submit", "按上报口径", (("profile", "上报"),)),
            Variant("publish", "按公开口径", (("profile", "公开"),)),
        ),
        needs=command_needs.CHECK,
    ),
    Command(
        "fix",
        "一键处理",
        GROUP,
        "AutoCorrect",
        "rectify_xl.commands.fix",
        "改法只有一种的（文字日期、漏写的年份、全角字、状态的别名、漏编的编号等）逐格列出改前改后，选好后一次改完，可以撤销；"
        "确认无误的登记“已核实”，不再提示。",
        options=(
            Option(
                "--take",
                "照改哪些：all（全部）、marked（只办《校验结果》的“处理”列选好的）、代码（如 RX405）"
                "或单元格（如 问题台账!K2）；可以写几个。不写只列出，不改台账。",
                value="WHAT",
                repeat=True,
            ),
            WRITE._replace(help="把列出的内容写入《校验结果》，供逐条选“照改”“已核实”“暂不处理”。"),
        ),
        keytip="1",
        changes=True,
        variants=(
            Variant(
                "look",
                "看改什么",
                then=(
                    ("全部照改", (("take", (ALL_OF_THEM,)),)),
                    ("只办表中选的", (("take", (MARKED_ONES,)),)),
                ),
            ),
            Variant("marked", "照《校验结果》办理", (("take", (MARKED_ONES,)),)),
        ),
        needs=command_needs.FIX,
    ),
    Command(
        "clear",
        "清除标记",
        GROUP,
        "ClearFormats",
        "rectify_xl.commands.clear",
        "清空校验结果、预警清单和各行的标记，台账恢复到标记之前的样子。",
        keytip="L",
        changes=True,
        needs=command_needs.CLEAR,
    ),
    Command(
        "undo",
        "撤销上一步",
        GROUP,
        "Undo",
        "rectify_xl.commands.undo",
        "把上一个命令写进台账的内容恢复原样；之后有人改过的单元格不动，并逐个列出。再点一次，撤销更早的一步。",
        keytip="U",
        changes=True,
    ),
    Command(
        "dump",
        "导出数据",
        GROUP,
        "ExportTextFile",
        "rectify_xl.commands.dump",
        "把台账内容输出为 JSON，供其他程序读取。",
        button=False,
        needs=command_needs.DUMP,
    ),
    Command(
        "history",
        "问题履历",
        GROUP,
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
        needs=command_needs.HISTORY,
    ),
    Command(
        "repair",
        "修复下拉和标色",
        GROUP,
        "TableStyleClear",
        "rectify_xl.commands.repair",
        "找出因粘贴而丢失的下拉选项、填写提示和自动标色，《统计汇总》里被手填盖掉的公式，补回原样；您自己加的下拉和标色不动。",
        options=(WRITE,),
        keytip="E",
        changes=True,
        on_file=True,
    ),
)
