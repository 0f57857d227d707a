"""Excel: the add-in, its interpreter, and what keeps Office from running it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rectify_xl.doors.addin import locations, settings, xlam
from rectify_xl.doors.addin.addin_computer import MACOS, WINDOWS, Machine
from rectify_xl.doors.doctor.check_line import CheckLine, error, not_applicable, ok, warning

OFFICE = r"HKCU\Software\Microsoft\Office"
POLICIES = r"HKCU\Software\Policies\Microsoft\Office"
MACROS = {1: "全部允许", 2: "禁用并提示", 3: "只允许有签名的宏", 4: "全部禁止且不提示"}
INSTALL = "请运行 rectify-xl addin install"


def lines(machine: Machine) -> Iterator[CheckLine]:
    """Yield the lines about Excel, one where there is none."""
    if machine.system not in (WINDOWS, MACOS):
        yield not_applicable("Excel", "这台电脑的系统没有 Excel，按钮请用 LibreOffice 的“巡察整改”菜单")
        return
    copies = locations.copies(machine)
    yield _installed(copies, locations.startup(machine) / xlam.FILE)
    if copies:
        yield _current(copies[0])
        yield _quarantine(machine, copies[0])
        yield _loaded(machine, copies[0])
        yield _interpreter(machine)
    if machine.system == WINDOWS:
        yield from _windows(machine)
    elif copies:
        yield _script(machine)


def _installed(copies: tuple[Path, ...], place: Path) -> CheckLine:
    if not copies:
        return error("Excel 加载项", f"没有安装（应在 {place}）", INSTALL)
    if len(copies) > 1:
        listed = "、".join(map(str, copies))
        return error(
            "Excel 加载项", f"装了{len(copies)}份，按钮会出现{len(copies)}次：{listed}", "请只留第一份，删掉其余各份"
        )
    return ok("Excel 加载项", f"已安装：{copies[0]}")


def _current(copy: Path) -> CheckLine:
    if copy.read_bytes() == xlam.build():
        return ok("加载项版本", "与程序一致")
    return warning("加载项版本", "与程序不一致，可能是程序升级后没有重装加载项", INSTALL)


def _quarantine(machine: Machine, copy: Path) -> CheckLine:
    if machine.system == MACOS:
        marked = machine.run(("xattr", "-p", "com.apple.quarantine", str(copy))).status == 0
        remedy = f"请在终端运行 xattr -d com.apple.quarantine '{copy}'"
    else:
        marked = Path(f"{copy}:Zone.Identifier").is_file()
        remedy = "请右键该文件，“属性”，勾选“解除锁定”"
    if marked:
        return error(
            "来源标记",
            f"加载项被标记为“来自网络”，会被拦下：{copy}",
            f"{remedy}；或运行 rectify-xl addin install 重装一次",
        )
    return ok("来源标记", "没有“来自网络”的标记")


def _loaded(machine: Machine, copy: Path) -> CheckLine:
    """Excel keeps a loaded add-in open, and Windows then refuses to write to it."""
    if machine.system != WINDOWS:
        return not_applicable("加载情况", "macOS 上看不出来，请看 Excel 功能区有没有“巡察整改”")
    try:
        with copy.open("r+b"):
            return warning(
                "加载情况", "Excel 没有加载它，或者 Excel 没有开着", "请打开 Excel 再体检一次；若仍如此，看下面几项"
            )
    except PermissionError:
        return ok("加载情况", "Excel 正开着，并已加载")


def _interpreter(machine: Machine) -> CheckLine:
    values = settings.read(locations.settings(machine, "excel"), machine.code_page)
    written = values.get(settings.INTERPRETER[machine.system], "")
    return interpreter_line("Excel 用的 Python", machine, written, INSTALL)


def interpreter_line(topic: str, machine: Machine, written: str, remedy: str) -> CheckLine:
    """Tell whether the interpreter that a settings file names is there, and the one that has our package."""
    if not written:
        return error(topic, "设置文件里没有写明", remedy)
    path = settings.expanded(machine, written)
    if not Path(path).is_file():
        return error(topic, f"找不到：{path}", remedy)
    if path != machine.interpreter and machine.run((path, "-c", "import rectify_xl")).status:
        return error(topic, f"{path} 里没有装 rectify_xl", remedy)
    return ok(topic, path)


def _script(machine: Machine) -> CheckLine:
    if sorted(locations.mac_scripts(machine).glob("xlwings-*.applescript")):
        return ok("启动脚本", "已安装")
    return error("启动脚本", "缺少 xlwings 的 AppleScript，按钮启动不了 Python", INSTALL)


def _windows(machine: Machine) -> Iterator[CheckLine]:
    versions = [name for name in machine.registry.keys(OFFICE) if name.replace(".", "").isdigit()]
    used = [name for name in versions if machine.registry.keys(rf"{OFFICE}\{name}\Excel")]
    if not used:
        yield warning("Excel 版本", "注册表里没有 Excel 的记录", "没有装 Excel，或装后还没有打开过；请先打开一次 Excel")
        return
    version = max(used, key=float)
    yield ok("Excel 版本", version)
    yield _macros(machine, version)
    yield _trusted(machine, version)
    yield _disabled(machine, version)


def _macros(machine: Machine, version: str) -> CheckLine:
    policy = machine.registry.value(rf"{POLICIES}\{version}\Excel\Security", "VBAWarnings")
    own = machine.registry.value(rf"{OFFICE}\{version}\Excel\Security", "VBAWarnings")
    level = policy if isinstance(policy, int) else own if isinstance(own, int) else 2
    source = "单位统一设置" if isinstance(policy, int) else "本机设置"
    text = f"{MACROS.get(level, str(level))}（{source}）"
    if level in (3, 4):
        who = (
            "请单位的管理员放行启动文件夹 XLSTART"
            if isinstance(policy, int)
            else "“信任中心”，“宏设置”，选“禁用并提示”"
        )
        return warning("宏设置", text, f"启动文件夹受信任，一般不受影响；若按钮不出现，{who}")
    return ok("宏设置", text)


def _trusted(machine: Machine, version: str) -> CheckLine:
    for root, who in ((POLICIES, "请单位的管理员"), (OFFICE, "请在“信任中心”，“受信任位置”里")):
        key = rf"{root}\{version}\Excel\Security\Trusted Locations"
        if machine.registry.value(key, "AllLocationsDisabled") == 1:
            return error("受信任位置", "已全部停用，启动文件夹里的加载项不会运行", f"{who}取消“禁用所有受信任位置”")
    return ok("受信任位置", "没有停用")


def _disabled(machine: Machine, version: str) -> CheckLine:
    values = machine.registry.values(rf"{OFFICE}\{version}\Excel\Resiliency\DisabledItems")
    named = xlam.FILE.encode("utf-16-le")
    if any(isinstance(value, bytes) and named in value.lower() for value in values.values()):
        return error(
            "禁用项目",
            "Excel 上次出错后禁用了本加载项",
            "请在“文件，选项，加载项，管理：禁用项目，转到”里选中它，点“启用”",
        )
    return ok("禁用项目", f"没有被禁用（Excel 共禁用{len(values)}项）")
