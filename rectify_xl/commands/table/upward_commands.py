"""上报: what goes up to the level above, what that makes of it, and what goes back.

Nothing is sent anywhere but where a person says so: what goes by mail is a draft, unless `submit --send` is asked for.
"""

from rectify_xl.commands.command import Asks, Command, Option, Variant
from rectify_xl.commands.table.shared_options import FORCE, OUTPUT, ROSTER, STORE, TEMPLATE, WORKERS, reply_by
from rectify_xl.ledger import command_needs

GROUP = "上报"
COMMANDS: tuple[Command, ...] = (
    Command(
        "submit",
        "打包上报",
        GROUP,
        "FileSendMenu",
        "rectify_xl.commands.submit",
        "按“上报”口径校验以后，把台账的干净副本、上报表、上报说明和清单放进一个文件夹，附邮件草稿；也可以直接发出，收到回执后核对。",
        options=(
            OUTPUT._replace(value="DIR", help="存放上报材料的文件夹；不会覆盖已有的文件。", paper=True),
            Option("--to", "收件人的邮箱，可以写几个；不写则用《字典》里上级单位的邮箱。", value="ADDR", repeat=True),
            Option("--log", "变更记录也上报；不加则只带销号存证（销号是否成立要靠它）。"),
            Option(
                "--report",
                "一并上报的通报、报告（.docx、.pdf 等），可以写几个。",
                value="FILE",
                repeat=True,
                question="一并上报的通报、报告（可以选几个）",
            ),
            Option(
                "--with-errors",
                "校验有错误仍要上报的，在这里写明理由；清单和上报说明里会照写。",
                value="TEXT",
            ),
            Option("--send", "打包以后直接发出（SMTP，只用加密连接）。"),
            Option("--smtp", "发信设置文件（.toml）；不写则用个人文件夹里的 .rectify_xl/发信设置.toml。", value="FILE"),
            Option(
                "--receipt",
                "核对上级发来的回执：确认的是哪一次上报，有没有被改动；不用联网。",
                value="FILE",
                question="上级发来的回执（回执.json）",
            ),
        ),
        keytip="J",
        changes=True,
        variants=(
            Variant("pack", "打包上报"),
            Variant("log", "打包，带变更记录", (("log", True),)),
            Variant("papers", "打包，附通报、报告", asks=Asks(("report",))),
            Variant("send", "打包并发出", (("send", True),)),
            Variant("receipt", "核对回执", (("output", False),), Asks(("receipt",))),
        ),
        needs=command_needs.SUBMIT,
    ),
    Command(
        "consolidate",
        "汇总下级",
        GROUP,
        "DataConsolidate",
        "rectify_xl.commands.consolidate",
        "把各单位报来的台账（文件夹、压缩包、邮件里的都行）汇总：每份都按上报口径校验，同一单位计最近的一份；"
        "未报、迟报、重报、错报对照名册列出；读不出的列出原因，不影响其余。没有变动的文件不重读。",
        target="folder",
        options=(
            OUTPUT._replace(value="R.xlsx", help="汇总表（.xlsx）。", required=True),
            ROSTER,
            STORE._replace(help=f"{STORE.help.rstrip('。')}；不写则为汇总表旁边的“汇总库”。"),
            Option(
                "--dashboard",
                "另做一页看板（.html）：用浏览器打开，不用联网，可以查找、排序、筛选各单位。",
                value="FILE",
            ),
            Option("--period", "期别，如 2026-09；不写则为 --as-of 的月份。", value="NAME"),
            WORKERS,
            Option("--scheduler", "改用 Dask 集群：调度程序的地址（tcp://主机:端口）。", value="ADDRESS"),
            FORCE,
        ),
        keytip="3",
        items=("MORE", "另外的文件夹、压缩包、邮件或网络地址。"),
    ),
    Command(
        "return",
        "退回单",
        GROUP,
        "MailMergeReturnToWord",
        "rectify_xl.commands.return_submissions",
        "给每个要改的单位做一份退回单：它自己的台账标出错处、第一页写明改什么，附退回函和邮件草稿；不用改的做回执。",
        target="folder",
        options=(
            OUTPUT._replace(value="DIR", help="存放退回单、退回函、回执和邮件草稿的文件夹。", required=True),
            reply_by("改好重报", "五个工作日以后"),
            Option(
                "--office",
                "退回单位的名称，印在退回函上；不写则用各台账《基本信息》的“上级单位”。",
                value="NAME",
            ),
            Option("--phone", "联系电话，印在退回函和邮件里。", value="NUMBER"),
            ROSTER._replace(
                help="名册（.xlsx、.csv）：单位的正式名称和收件邮箱；不写则用台账里写的“单位名称”“电子邮箱”。",
                question="要不要用名册里的单位名称和收件邮箱",
            ),
            STORE._replace(help="汇总库：汇总时读过的不再读；不写则用退回单文件夹旁边的。"),
            WORKERS,
            TEMPLATE,
        ),
        keytip="4",
        items=("FOLDER", "另外的文件夹、压缩包、邮件或网络地址；写汇总库的文件夹，则退回最近一次汇总的。"),
    ),
)
