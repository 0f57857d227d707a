"""Why something that was sent in is not taken, or is taken with a reservation: every reason with its code and remedy.

`COUNTED` are the reasons that stand against a workbook which counts all the same; with every other one it does not.
"""

from __future__ import annotations

from rectify_xl.errors import RectifyError
from rectify_xl.judgement.rules import Catalogue, Rule
from rectify_xl.supervision.consolidation.unit_result import Rejection
from rectify_xl.text.excerpts import as_clicked

REJECTIONS = Catalogue(
    "HZ",
    Rule(
        "HZ101",
        "设有打开密码",
        "文件要密码才能打开，里面的数读不出来。",
        remedy="请取消打开密码（文件→信息→保护工作簿）后重新报送",
    ),
    Rule(
        "HZ102",
        "文件损坏",
        "文件没有传完，或已损坏，读不出来。",
        remedy="请用 Excel 或 WPS 打开原文件，另存为新文件后重新报送",
    ),
    Rule(
        "HZ103",
        "不是工作簿",
        "送来的是别的文件（PDF、图片、Word 等），不能汇总。",
        remedy="请报送台账本身（.xlsx），不要报送打印件或截图",
    ),
    Rule(
        "HZ104",
        "大得不正常",
        "文件解压后或展开后远大于任何台账，读取到上限就停止了。",
        remedy="请核实文件来源；确是台账的，请删去表格远处的零星内容，另存后重新报送",
    ),
    Rule(
        "HZ105",
        "没有写单位名称",
        "读得出台账，却不知道是哪个单位的，所以没有计入。",
        remedy="请在《基本信息》填写“单位名称”后重新报送",
    ),
    Rule(
        "HZ106",
        "单位不在名册",
        "名册里没有这个单位。数已计入合计，请核对它是不是名册里某个单位的另一种写法。",
        level="warning",
        remedy="是同一单位的，请把这个写法加进名册的“别名”；不该由本级汇总的，请把文件移出文件夹",
    ),
    Rule(
        "HZ107",
        "没有问题",
        "台账是空的，一个问题也没有填。",
        remedy="请填好问题后重新报送；确实没有问题的，请书面说明",
    ),
    Rule(
        "HZ108",
        "轮次不同",
        "这本台账的巡察轮次与其他单位的不同。数已计入合计。",
        level="warning",
        remedy="请核对《基本信息》的“巡察轮次”；报错台账的，请改报本轮的",
    ),
    Rule(
        "HZ109",
        "版式比程序新",
        "台账或清单是更新的程序做的，可能有本程序不认识的内容。数已按认识的列计入。",
        level="warning",
        remedy="请先更新汇总用的程序，再汇总一次",
    ),
    Rule(
        "HZ110",
        "与清单不符",
        "文件与一同报送的清单不是同一份：打包以后改动过，或者缺了文件；或者清单读不出，无从核对。",
        level="warning",
        remedy="请在台账里重新“打包上报”，把做好的文件夹原样报送",
    ),
    Rule(
        "HZ111",
        "合计与明细不符",
        "《统计汇总》里的合计与逐行清点的不同：被改成了手填的数，或没有重新计算。汇总用的是逐行清点的数。",
        level="warning",
        remedy="请恢复《统计汇总》的公式（点“修复下拉和标色”），重新计算后报送",
    ),
    Rule(
        "HZ112",
        "认不出的表",
        "不是本工具的台账，按旧台账读取也没有找到问题。",
        remedy="请用本工具的台账报送，或先用“导入”把旧台账转成台账",
    ),
    Rule(
        "HZ113",
        "缺工作表或列名",
        "台账缺了统计用的工作表或列，或有几列同名，数出来的数不可靠，所以没有计入。",
        remedy="请恢复工作表名和表头（点“修复下拉和标色”）后重新报送",
    ),
    Rule(
        "HZ114",
        "读取时程序中断",
        "读这个文件的程序意外退出。其余文件不受影响，都已汇总。",
        remedy="请用 Excel 或 WPS 打开，另存为新文件后重新报送；仍然这样的，请把文件交给程序维护人员",
    ),
    Rule(
        "HZ115",
        "读取太久",
        "读这个文件超过了时间上限，已停止。",
        remedy="请用 Excel 或 WPS 打开，另存为新文件后重新报送",
    ),
    Rule(
        "HZ116",
        "程序出错",
        "处理这个文件时程序出错，没有计入；不一定是文件的错。",
        remedy="请把这个文件和这一行交给程序维护人员",
    ),
    Rule(
        "HZ117",
        "压缩包或邮件打不开",
        "压缩包或邮件损坏、设有密码、层数太多或大得不正常，里面的文件没有读到。",
        remedy="请解压后把台账放进文件夹再汇总，或请对方重新报送",
    ),
    Rule(
        "HZ118",
        "链接或不是普通文件",
        "文件夹里的这一项是链接，指到文件夹外面，没有读取。",
        remedy="请把真正的文件放进文件夹",
    ),
    Rule(
        "HZ119",
        "文件读不到",
        "没有权限，或磁盘、网络出错，文件没有读到。",
        remedy="请检查权限和网络后再汇总一次",
    ),
    Rule(
        "HZ120",
        "报送时间不可信",
        "台账记下的改动时间晚于汇总的时候。按收到的时间排先后。",
        level="warning",
        remedy="请核对电脑的日期和时间",
    ),
    Rule(
        "HZ121",
        "报来的是退回单",
        "退回单原样交了回来，不是改好后重新报送的台账。数已计入。",
        level="warning",
        remedy="请在自己的台账里照退回单改好，再“打包上报”",
    ),
    Rule(
        "HZ122",
        "只有附件",
        "这是“打包上报”的附件（上报表、校验情况），不是台账；收到的文件里没有这个单位的台账。",
        remedy="请报送台账本身，最好把“打包上报”做好的文件夹原样报送",
    ),
    Rule(
        "HZ123",
        "本级自己的汇总材料",
        "这是本程序做的汇总表或看板，不是报送的台账，没有计入。",
        remedy="请把它移出报送的文件夹",
    ),
    Rule(
        "HZ124",
        "报送人存疑",
        "寄来邮件的邮箱，或者文件名里的单位，是名册里的另一个单位，与台账写的不同。数已按台账写的单位计入。",
        level="warning",
        remedy="请与两个单位核实是谁的台账；寄错、写错的，请对的单位重新报送",
    ),
    Rule(
        "HZ125",
        "上报件改过",
        "台账是“打包上报”做的上报件，打包以后填写的内容改过（与它自己记的核对码不同）。数已计入。",
        level="warning",
        remedy="请核对改了哪里；改得对的，改好后点“打包上报”重新报送",
    ),
)
COUNTED = frozenset(rule.code for rule in REJECTIONS.rules if rule.level == "warning")
"""The reasons that stand against a workbook which counts all the same."""


def rejection(code: str, message: str = "", fix: str = "", cell: str = "") -> Rejection:
    """Return one reason; what is not given comes from its rule."""
    rule = REJECTIONS[code]
    return Rejection(code, as_clicked(message or rule.what), as_clicked(fix or f"{rule.remedy}。"), cell)


def of_error(error: RectifyError) -> Rejection:
    """Return why a workbook cannot be read, by what its reader says of it."""
    return rejection(_code(error.message), f"{error.message}。", f"{error.remedy}。" if error.remedy else "")


def _code(message: str) -> str:
    for words, code in (
        (("没有找到问题",), "HZ112"),
        (("密码",), "HZ101"),
        (("超过", "大得不正常", "大到", "太多", "没有读完"), "HZ104"),
        (("不是工作簿", "旧式 XML"), "HZ103"),
    ):
        if any(word in message for word in words):
            return code
    return "HZ102"
