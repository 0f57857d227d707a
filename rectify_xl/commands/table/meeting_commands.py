"""调度: meetings and letters: who is asked for what."""

from rectify_xl.commands.command import Asks, Command, Option, Variant
from rectify_xl.commands.table.shared_options import FORCE, OUTPUT, SINCE, TEMPLATE, TRACE, reply_by
from rectify_xl.ledger import command_needs

GROUP = "调度"
COMMANDS: tuple[Command, ...] = (
    Command(
        "distribute",
        "分发填报",
        GROUP,
        "FileSendAsAttachment",
        "rectify_xl.commands.distribute",
        "给每个责任科室（或牵头领导）做一份填报表，只有它自己的问题、措施和佐证，附邮件草稿；发了什么登记在台账里。",
        options=(
            OUTPUT._replace(value="DIR", help="存放填报表和邮件草稿的文件夹。", required=True),
            Option(
                "--by-whom", "按责任科室分，还是按牵头领导分。", value="WHOM", default="科室", choices=("科室", "领导")
            ),
            Option("--only", "只发给这个科室（领导）；可以写几次。", value="NAME", repeat=True),
            reply_by("退回", "三个工作日以后"),
            Option("--all", "已经销号的问题也发。"),
        ),
        keytip="A",
        changes=True,
        variants=(
            Variant("departments", "按责任科室", (("by_whom", "科室"),), Asks(optional=("reply_by",))),
            Variant("leaders", "按牵头领导", (("by_whom", "领导"),), Asks(optional=("reply_by",))),
        ),
        needs=command_needs.DISTRIBUTE,
    ),
    Command(
        "collect",
        "收回合并",
        GROUP,
        "ReviewAcceptChange",
        "rectify_xl.commands.collect",
        "读入各科室交回的填报表，与发出时、与台账现在逐格比对，先列出不同之处，再全部或逐条收进台账；"
        "两边都改过的列出两边的内容，不能由科室改的不收，谁没有交回一并列出。",
        options=(
            Option(
                "--take",
                "收哪些：不写只列出不同之处、写进《收回清单》；all 收没有冲突的；listed 照《收回清单》里选的收；"
                "none 只看不写。也可写 全部、照清单、不写。",
                value="NAME",
                choices=("all", "listed", "none"),
                aliases=(("全部", "all"), ("照清单", "listed"), ("不写", "none")),
            ),
            Option(
                "--folder",
                "交回的表所在的文件夹；也可以直接写在台账后面。",
                value="FOLDER",
                question="交回的表在哪个文件夹",
            ),
            Option(
                "--copy",
                "合并这份副本：同一本台账拷出去各改各的，从共同的历史算起逐格比对。",
                value="FILE",
                question="另一份副本",
            ),
            Option("--status", "只看谁已经交回、谁还没有交回。"),
        ),
        keytip="Q",
        changes=True,
        items=("FOLDER", "交回的表所在的文件夹，或者一份交回的表；不写则用上次的。"),
        variants=(
            Variant(
                "folder",
                "选文件夹，比对",
                asks=Asks(needed=("folder",)),
                then=(("全部采用没有冲突的", (("take", "all"),)),),
            ),
            Variant("listed", "照清单并入", (("take", "listed"),)),
            Variant("status", "谁还没有交回", (("status", True),)),
            Variant(
                "copy",
                "合并另一份副本",
                asks=Asks(needed=("copy",)),
                then=(("全部采用没有冲突的", (("take", "all"),)),),
            ),
        ),
        needs=command_needs.COLLECT,
    ),
    Command(
        "remind",
        "到期提醒",
        GROUP,
        "StartAfterPrevious",
        "rectify_xl.commands.remind",
        "谁有哪些问题和措施逾期、快到期，给每人写好一段话，可发微信、短信；另存邮件草稿和日历。只读台账，不改动。",
        options=(
            OUTPUT._replace(value="DIR", help="存放短信、邮件草稿和日历的文件夹；不写则只列出。", paper=True),
            Option("--within", "几天之内到期的也提醒；不写则按《基本信息》的临期天数。", value="DAYS"),
            Option(
                "--by-whom",
                "提醒责任人（没写责任人的提醒责任科室）、责任科室，还是牵头领导。",
                value="WHOM",
                default="责任人",
                choices=("责任人", "科室", "领导"),
            ),
            Option("--only", "只提醒这个人（科室）；可以写几次。", value="NAME", repeat=True),
        ),
        keytip="O",
        variants=(
            Variant("people", "提醒责任人", (("by_whom", "责任人"),)),
            Variant("departments", "提醒责任科室", (("by_whom", "科室"),)),
            Variant("leaders", "提醒牵头领导", (("by_whom", "领导"),)),
        ),
        needs=command_needs.REMIND,
    ),
    Command(
        "weekly",
        "周调度",
        GROUP,
        "MeetingsWorkspace",
        "rectify_xl.commands.weekly",
        "周调度表：比上周变化了什么、哪个科室还欠多少、会上要问什么；可以一个科室或一位领导一页。只读台账，不改动。",
        options=(
            OUTPUT._replace(
                help="把周调度表存成 Word 文件（.docx）；给文件夹，则一个科室（领导）一个文件。", paper=True
            ),
            SINCE._replace(help="与哪一天的快照比较；不写则为上一周的。"),
            Option(
                "--pages",
                "一个责任科室一页（科室），或一位牵头领导一页（领导）；不写则是一张连续的表，最省纸。",
                value="BY",
                choices=("科室", "领导"),
                aliases=(("department", "科室"), ("leader", "领导")),
            ),
            Option("--split", "一个科室（--pages 领导 时一位领导）一个文件，放进 -o 的文件夹。"),
            Option("--department", "只印这个责任科室的。", value="NAME"),
            TEMPLATE,
            TRACE,
            FORCE,
        ),
        keytip="K",
        variants=(
            Variant("compact", "周调度表（紧凑）", (("output", "周调度表.docx"),)),
            Variant("departments", "每科室一页", (("output", "周调度表（分科室）.docx"), ("pages", "科室"))),
            Variant("leaders", "每领导一页", (("output", "周调度表（分领导）.docx"), ("pages", "领导"))),
            Variant(
                "department_files",
                "每科室一个文件",
                (("output", "周调度表_分科室"), ("pages", "科室"), ("split", True)),
            ),
            Variant(
                "leader_files", "每领导一个文件", (("output", "周调度表_分领导"), ("pages", "领导"), ("split", True))
            ),
        ),
        needs=command_needs.MEETING,
    ),
    Command(
        "monthly",
        "月通报",
        GROUP,
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
        needs=command_needs.MEETING,
    ),
    Command(
        "brief",
        "领导一页纸",
        GROUP,
        "FilePrintPreview",
        "rectify_xl.commands.brief",
        "一页 A4：各数和比上周、比上月的增减，红色问题一行一个，等领导决定的事，需上级支持和延期的。只读，不改动。",
        options=(
            OUTPUT._replace(help="把这一页存成 Word 文件（.docx）。", paper=True),
            Option("--leader", "只写这位牵头领导的问题。", value="NAME", question="哪位牵头领导"),
            TEMPLATE,
            TRACE,
            FORCE,
        ),
        keytip="Y",
        variants=(
            Variant("all", "全单位"),
            Variant("leader", "某位牵头领导", asks=Asks(("leader",))),
        ),
        needs=command_needs.MEETING,
    ),
    Command(
        "letters",
        "督办函",
        GROUP,
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
            FORCE._replace(help="文件夹里已有同名函稿时覆盖，覆盖前自动备份。"),
        ),
        keytip="T",
        changes=True,
        variants=(
            Variant("draft", "起草函稿", ()),
            Variant("issued", "登记已发出", (("issued", True), ("output", False))),
        ),
        needs=command_needs.LETTERS,
    ),
)
