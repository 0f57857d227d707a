"""The command table: what every door (command line, ribbon, menu, manual) is made from."""

from typing import Literal, NamedTuple

Target = Literal["ledger", "source", "action", "none"]


class Option(NamedTuple):
    """One option of a command. Without `value` it is a switch; `choices` limits the value.

    `aliases` maps other spellings of a choice to the canonical one. `repeat` collects several values.
    """

    flag: str
    help: str
    value: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    repeat: bool = False
    required: bool = False

    @property
    def name(self) -> str:
        """The option as an identifier."""
        return self.flag.lstrip("-").replace("-", "_")


class Variant(NamedTuple):
    """One entry of the drop-down menu of a button.

    `id` is ASCII (it travels through VBA, whose source is bound to a code page), `label` what the user reads, `options`
    what the entry presets.
    """

    id: str
    label: str
    options: tuple[tuple[str, str | bool], ...]


class Command(NamedTuple):
    """One command.

    `id` is its name on the command line, `label` on buttons, `group` its place in the ribbon, `icon` an Office
    imageMso name, `module` the use case with `run(request) -> Outcome`; `target` says what its argument is. `keytip`
    is the ribbon key. `button` is False for commands that only the command line offers. `variants` are the entries of
    the button's drop-down menu, the first of them the default; `actions` are the words that a command with target
    "action" takes.
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


OUTPUT = Option("--output", "结果文件或文件夹。", value="PATH")
FORCE = Option("--force", "目标文件已存在时覆盖，覆盖前自动备份。")
WRITE = Option("--write", "把结果写进台账（写前自动备份）；不加则只显示，不改动文件。")
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
        options=(WRITE,),
        keytip="W",
        changes=True,
    ),
    Command(
        "notice",
        "生成通报",
        "成文",
        "FileSaveAsWordDocx",
        "rectify_xl.commands.notice",
        "由台账生成整改情况通报，文中的数字全部由台账算出。",
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
            Option("--template", "使用本单位自己的模板文件。", value="PATH"),
            FORCE,
        ),
        keytip="G",
        variants=(
            Variant("public", "公开稿", (("audience", "public"),)),
            Variant("internal", "内部稿", (("audience", "internal"),)),
        ),
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
