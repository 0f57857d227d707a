"""帮助: the program itself."""

from rectify_xl.commands.command import Command, Option
from rectify_xl.commands.table.shared_options import FORCE, OUTPUT

GROUP = "帮助"
COMMANDS: tuple[Command, ...] = (
    Command(
        "demo",
        "演示",
        GROUP,
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
        GROUP,
        "AddInManager",
        "rectify_xl.doors.addin.addin_command",
        "制作（build）、安装（install）、卸载（remove）Excel、WPS 的功能区按钮或 Calc 的菜单，不需要管理员权限。",
        target="action",
        options=(
            Option(
                "--host",
                "装在哪里：excel、wps 或 calc；不写则 Windows、macOS 为 excel，Linux 为 calc。",
                value="NAME",
                choices=("excel", "wps", "calc"),
                aliases=(("Excel", "excel"), ("WPS", "wps"), ("Calc", "calc")),
            ),
            OUTPUT._replace(help="制作出的加载项文件（build 用）；不写则放在当前文件夹。"),
            FORCE,
            Option("--interpreter", "按钮使用的 Python 程序；不写则用当前这个。", value="PATH"),
            Option("--warm", "让 Python 常驻，第二次起点按钮更快（仅 Windows 的 Excel）。"),
        ),
        button=False,
        actions=(("build", "制作"), ("install", "安装"), ("remove", "卸载")),
    ),
    Command(
        "service",
        "后台程序",
        GROUP,
        "AddInManager",
        "rectify_xl.doors.service.service_command",
        "在浏览器里打开（open）按钮页；启动（start）、停止（stop）、查看（status）按钮背后的程序，"
        "run 在前台运行。它只在本机、只为当前用户服务。",
        target="action",
        button=False,
        actions=(("open", "打开"), ("start", "启动"), ("stop", "停止"), ("status", "查看"), ("run", "运行")),
    ),
    Command(
        "doctor",
        "环境体检",
        GROUP,
        "ErrorChecking",
        "rectify_xl.doors.doctor.checkup",
        "检查程序、加载项、宏设置、字体和文件夹权限，每一项都写明怎么处理；可存成一份报告寄给维护人员。",
        target="none",
        options=(
            OUTPUT._replace(help="把体检报告存成文本文件（.txt），便于邮寄。"),
            FORCE,
            Option("--folder", "再检查这个文件夹能否写入。", value="PATH"),
        ),
        keytip="D",
    ),
)
