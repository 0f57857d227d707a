"""上报: what goes up to the level above, what that makes of it, and what goes back.

Nothing is sent anywhere but where a person says so: what goes by mail is a draft.
"""

from rectify_xl.commands.command import Command, Option
from rectify_xl.commands.table.shared_options import OUTPUT, TEMPLATE

GROUP = "上报"
COMMANDS: tuple[Command, ...] = (
    Command(
        "return",
        "退回单",
        GROUP,
        "MailMergeReturnToWord",
        "rectify_xl.commands.return_submissions",
        "给每个要改的单位做一份退回单：它自己的台账标出错处、第一页写明改什么，附退回函和邮件草稿；不用改的做回执。",
        target="source",
        options=(
            OUTPUT._replace(value="DIR", help="存放退回单、退回函、回执和邮件草稿的文件夹。", required=True),
            Option(
                "--reply-by",
                "要求在哪一天之前改好重报；不写则为五个工作日以后。",
                value="YYYY-MM-DD",
                question="请在哪一天之前改好重报（不写则为五个工作日以后）",
            ),
            Option(
                "--office",
                "退回单位的名称，印在退回函上；不写则用各台账《基本信息》的“上级单位”。",
                value="NAME",
            ),
            Option(
                "--phone",
                "联系电话，印在退回函和邮件里。",
                value="NUMBER",
            ),
            TEMPLATE,
        ),
        button=False,
        items=("SOURCE", "报送的台账，或存放它们的文件夹；可以写几个。"),
    ),
)
