"""The ledger's sheets, tables and columns, declared once.

The template, its dropdowns, the reader, the checks, the manual and the test data all come from this module.
"""

from typing import Literal, NamedTuple

LAYOUT_VERSION = "1"
LAYOUT_PROPERTY = "rectify_xl_layout"
"""Name of the custom document property that carries the layout version."""

CAPACITY = 3000
"""Last row that dropdowns, conditional formats and the formulas of 统计汇总 reach; a check warns beyond it."""

ColumnKind = Literal["text", "long", "line", "id", "ids", "date", "flag", "choice", "number"]
Obligation = Literal["required", "expected", "optional", "computed"]
Holds = Literal["", "people", "departments"]


class Column(NamedTuple):
    """One column: its header, what its cells mean, and how it is shown.

    `width` is in characters of the default font; `choices` names a list of `vocabulary.LISTS`; `entry` says who
    fills it: required (every row), expected (before the ledger goes up), optional, or computed by a command.
    `hint` is the input message that a clerk sees on the cell. `folded` columns start hidden under a [+], so that the
    rest prints legibly. `holds` says that the cells name people or departments. `carried` columns are taken over by
    the new row of a problem that relapses. `words` are a dropdown that no office edits.

    To add a column, add its line: the template, its dropdown, width, groups and messages, the reader, the memory,
    `dump` and the placeholders of a notice follow. A ledger without an optional column is not at fault; `repair` adds
    the column.
    """

    name: str
    kind: ColumnKind = "text"
    width: int = 12
    entry: Obligation = "optional"
    choices: str = ""
    hint: str = ""
    folded: bool = False
    holds: Holds = ""
    carried: bool = False
    words: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """One sheet that holds a table with a header in row 1."""

    name: str
    table: str
    columns: tuple[Column, ...]
    purpose: str
    output: bool = False

    def position(self, column: str) -> int:
        """Return the 1-based position of a column in the template."""
        return next(index for index, candidate in enumerate(self.columns, 1) if candidate.name == column)

    def column(self, name: str) -> Column:
        """Return the column with this header."""
        return self.columns[self.position(name) - 1]

    def holding(self, what: Holds) -> tuple[str, ...]:
        """Return the headers of the columns that name people, or departments."""
        return tuple(column.name for column in self.columns if column.holds == what)


MARK = Column("校验标记", "text", 18, "computed", hint="由“校验台账”填写，请勿手工修改。")

INFO = Sheet(
    "基本信息",
    "基本信息",
    (
        Column("项目", "text", 24, "required"),
        Column("内容", "long", 60, "optional"),
        Column("说明", "long", 60, "optional"),
        MARK,
    ),
    "本轮巡察和本单位的基本情况、集中整改期限、声明数。",
)

PROBLEMS = Sheet(
    "问题台账",
    "问题",
    (
        Column("编号", "id", 8, "required", hint="P001 起连续编号；编号固定不变，删除后不再使用。"),
        Column("方面", "text", 14, "required", hint="照反馈意见填写，同一方面各行文字须完全一致。", carried=True),
        Column("大项", "text", 16, hint="没有大项时留空；留空的问题按所在方面计一个大项。", carried=True),
        Column("具体问题", "text", 28, "required", hint="只写问题本身，不写“针对……问题”。", carried=True),
        Column("整改目标", "long", 20, folded=True, carried=True),
        Column("验收标准", "long", 20, folded=True, carried=True),
        Column("牵头领导", "text", 10, "expected", holds="people", carried=True),
        Column("责任科室", "text", 12, "expected", holds="departments", carried=True),
        Column("责任人", "text", 10, "expected", holds="people", carried=True),
        Column("配合科室", "text", 12, folded=True, holds="departments", carried=True),
        Column(
            "整改时限", "date", 13, "expected", hint="填日期（2025-06-30）、月份（2025年6月）或“立行立改”“长期坚持”。"
        ),
        Column("时限类型", "choice", 12, "optional", "时限类型", folded=True),
        Column("完成程度", "choice", 10, "required", "完成程度", "整改走到哪一步；还有剩余事项的不能填“已完成”。"),
        Column("后续要求", "choice", 10, "expected", "后续要求", "完成之后还要做什么：无、长期坚持、持续推进。"),
        Column("即知即改", "flag", 9, "optional", "是否"),
        Column("整改进展", "long", 60, "expected", hint="按“一是……；二是……”写明做了什么、结果如何。"),
        Column("剩余事项", "long", 16, hint="尚未完成的部分；全部完成的留空。"),
        Column("剩余时限", "date", 12, hint="剩余事项打算哪天办完；只是计划，不改变整改时限。"),
        Column("完成日期", "date", 12, hint="全部完成的日期，不得早于反馈日期，不得填将来日期。"),
        Column("需上级支持", "flag", 9, "optional", "是否"),
        Column("上轮问题", "flag", 9, "optional", "是否", "上一轮巡察已经指出过的填“是”。", folded=True, carried=True),
        Column("关联编号", "ids", 10, hint="反弹后重新登记的，填原问题编号。", folded=True),
        Column("公开", "flag", 8, "optional", "是否", "是否写入社会公开稿；留空按“是”。", carried=True),
        Column("不公开理由", "text", 14, folded=True, carried=True),
        Column("公开表述", "long", 20, hint="公开稿与整改进展写法不同时填写。", folded=True),
        Column("通报标题", "text", 24, hint="通报中本问题的标题；留空时按“针对……问题。”生成。", folded=True),
        Column("状态表述", "text", 20, hint="通报中“整改完成情况”的原话；留空时按完成程度生成。", folded=True),
        Column("备注", "long", 16),
        Column("预警", "text", 10, "computed", hint="由“预警研判”填写，请勿手工修改。"),
        Column("预警原因", "long", 26, "computed", hint="由“预警研判”填写，请勿手工修改。"),
        MARK,
    ),
    "一行一个具体问题，是台账的主表。",
)

MEASURES = Sheet(
    "整改措施",
    "措施",
    (
        Column("措施编号", "id", 11, "required", hint="M001-1：问题编号的数字加序号。"),
        Column("上级措施", "id", 11, hint="具体措施填它所属的整改措施编号；整改措施留空。"),
        Column("问题编号", "id", 10, "required"),
        Column("措施内容", "long", 80, "required", hint="写清做什么、谁来做、什么时候做完、做到什么程度。"),
        Column("措施类型", "choice", 12, "optional", "措施类型"),
        Column("责任科室", "text", 14, "optional", holds="departments"),
        Column("责任人", "text", 10, holds="people"),
        Column("时限", "date", 14),
        Column("周期", "choice", 9, "optional", "周期"),
        Column("完成程度", "choice", 10, "expected", "完成程度"),
        Column("完成日期", "date", 13),
        Column("备注", "long", 16),
        MARK,
    ),
    "一行一条整改措施；具体措施填“上级措施”。",
)

REGULATIONS = Sheet(
    "制度清单",
    "制度",
    (
        Column("名称", "text", 60, "required"),
        Column("文号", "text", 26),
        Column("新建/修订", "choice", 12, "expected", "制度类型"),
        Column("日期", "date", 14),
        Column("问题编号", "ids", 14, "expected"),
        MARK,
    ),
    "整改中新建、修订的制度。",
)

EVIDENCE = Sheet(
    "佐证材料",
    "佐证",
    (
        Column("编号", "id", 10, "required"),
        Column("问题/措施编号", "ids", 16, "required"),
        Column("名称", "text", 50, "required"),
        Column("文件或文号", "text", 40, "expected"),
        Column("SHA-256", "text", 24, folded=True),
        Column("版本", "text", 8),
        Column("日期", "date", 14),
        MARK,
    ),
    "证明整改到位的材料，一行一份。",
)

CLOSURES = Sheet(
    "销号登记",
    "销号",
    (
        Column("问题编号", "id", 10, "required"),
        Column("类型", "choice", 9, "required", "办理类型", "销号，或延期。"),
        Column("申请日期", "date", 13, "expected"),
        Column("申请人", "text", 10, "expected", holds="people"),
        Column("验收意见", "long", 30),
        Column("验收人", "text", 10, holds="people"),
        Column("分管领导", "text", 10, holds="people"),
        Column("主要负责人", "text", 11, holds="people"),
        Column("上级复核", "text", 12, holds="people"),
        Column("结论", "choice", 9, "expected", "办理结论"),
        Column("补充要求", "long", 24),
        Column("延期至", "date", 13, hint="类型为“延期”时填写。"),
        Column("延期理由", "long", 24),
        Column("日期", "date", 13, "expected"),
        MARK,
    ),
    "销号和延期逐次登记，不改旧行。",
)

REVIEWS = Sheet(
    "回头看",
    "回头看",
    (
        Column("日期", "date", 13, "required"),
        Column("问题/措施编号", "ids", 16, "required"),
        Column("方式", "choice", 12, "optional", "回头看方式"),
        Column("发现", "long", 60),
        Column("结论", "choice", 9, "required", "回头看结论"),
        Column("检查人", "text", 12, holds="people"),
        Column("下次日期", "date", 13),
        MARK,
    ),
    "对已办结问题的抽查记录。",
)

PROSE = Sheet(
    "通报文稿",
    "文稿",
    (
        Column("部分", "text", 12, "required", hint="标题、导语、第一部分、第二部分、第三部分、监督渠道、落款。"),
        Column(
            "层级",
            "text",
            10,
            "required",
            hint="一级、二级、三级、四级、正文；第二部分另有方面、大项、问题、进展、状态。",
        ),
        Column("标题", "text", 30, hint="本级标题，不含序号；可写 {{ 问题数 }} 等占位，生成时换成台账算出的数。"),
        Column("正文", "long", 75, hint="可写 {{ 问题数 }} 等占位，生成时换成台账算出的数。"),
        Column("编号", "text", 8, hint="原文印出的序号，如“一、”“（一）”。"),
        Column("关联编号", "id", 10, hint="第二部分各行对应的问题编号。"),
        MARK,
    ),
    "通报的文字，按顺序一段一行。",
)

TAKE, VERIFY, LATER = "照改", "已核实", "暂不处理"
"""What a clerk may choose for a line of 校验结果."""

FINDINGS = Sheet(
    "校验结果",
    "校验结果",
    (
        Column("序号", "number", 6, "computed"),
        Column("级别", "text", 7, "computed"),
        Column("代码", "text", 8, "computed"),
        Column("位置", "text", 15, "computed"),
        Column("编号", "id", 9, "computed"),
        Column("问题", "long", 45, "computed"),
        Column("处理办法", "long", 34, "computed"),
        Column("改为", "long", 16, hint="改法只有一种的，程序在这里写明改成什么；空着的须由人来改。"),
        Column(
            "处理",
            "choice",
            9,
            hint="照改：点“一键处理”时照“改为”改好；已核实：确认无误，不再提示，须写理由；暂不处理：留到以后。",
            words=(TAKE, VERIFY, LATER),
        ),
        Column("核实理由", "long", 14, hint="“处理”选“已核实”的，在这里写明为什么无误，如核对过哪份文件。"),
    ),
    "“校验台账”的结果，点“位置”跳到单元格；在“处理”列选好以后，点“一键处理”。",
    output=True,
)

WARNINGS = Sheet(
    "预警清单",
    "预警清单",
    (
        Column("序号", "number", 6, "computed"),
        Column("级别", "text", 8, "computed"),
        Column("类型", "text", 10, "computed"),
        Column("编号", "id", 10, "computed"),
        Column("位置", "text", 20, "computed"),
        Column("具体问题", "text", 40, "computed"),
        Column("责任科室", "text", 14, "computed"),
        Column("天数", "number", 8, "computed"),
        Column("风险分", "number", 8, "computed"),
        Column("原因", "long", 80, "computed"),
    ),
    "“预警研判”的结果，点“位置”跳到单元格。",
    output=True,
)

VERIFIED_CODE = "核对码"
"""The column of 核实登记 with the sum over what was looked at: it no longer fits once that is changed."""

VERIFIED = Sheet(
    "核实登记",
    "核实",
    (
        Column("时间", "text", 18, "computed"),
        Column("核实人", "text", 12, "computed"),
        Column("代码", "text", 9, "computed"),
        Column("表", "text", 12, "computed"),
        Column("行编号", "text", 12, "computed"),
        Column("列", "text", 12, "computed"),
        Column("内容", "long", 60, "computed"),
        Column("理由", "long", 40, "computed"),
        Column("来源", "text", 10, "computed"),
        Column(VERIFIED_CODE, "text", 18, "computed"),
    ),
    "已核实无误、不再提示的事项，由“一键处理”和“生成通报”登记，请勿手工填写。",
    output=True,
)

COLLECTED = Sheet(
    "收回清单",
    "收回清单",
    (
        Column("序号", "number", 6, "computed"),
        Column(
            "采用",
            "choice",
            9,
            hint="收回的：点“照清单并入”时写进台账；台账的：留台账现在的。空着的不动，下次还会列出。",
            words=("收回的", "台账的"),
        ),
        Column("情况", "text", 9, "computed"),
        Column("科室", "text", 14, "computed"),
        Column("编号", "id", 10, "computed"),
        Column("具体问题", "text", 24, "computed"),
        Column("列", "text", 11, "computed"),
        Column("发出时", "long", 28, "computed"),
        Column("台账现在", "long", 28, "computed"),
        Column("收回的", "long", 33, "computed"),
        Column("说明", "long", 24, "computed"),
        Column("位置", "text", 16, "computed"),
        Column("文件", "text", 24, "computed"),
        Column("识别码", "text", 14, "computed", folded=True),
    ),
    "“收回合并”比对出的不同之处，在“采用”列选好以后，点“照清单并入”。",
    output=True,
)

DO, SEND_BACK, DEFER, NOT_NOW = "办", "退回", "延期", "不办"
"""What a clerk may choose for a line of 销号办理: its next step, a rejection, an extension, or nothing."""

CLOSING_FORM = Sheet(
    "销号办理",
    "销号办理",
    (
        Column(
            "办理",
            "choice",
            8,
            hint="办：办右边“下一步”写的这一步；退回：退回在办的申请；延期：申请延期；不办或空着：不动。",
            words=(DO, SEND_BACK, DEFER, NOT_NOW),
        ),
        Column("问题编号", "id", 9, "computed"),
        Column("具体问题", "text", 28, "computed"),
        Column("责任科室", "text", 12, "computed"),
        Column("现状", "text", 11, "computed"),
        Column("还缺", "long", 30, "computed"),
        Column("下一步", "text", 18, "computed"),
        Column("身份", "choice", 11, words=("责任科室", "分管领导", "主要负责人", "上级"), hint="以什么身份办理。"),
        Column("办理人", "text", 10, hint="签字、申请、批准、退回的人；程序照台账预填，请核对。", holds="people"),
        Column("办理日期", "date", 12, hint="纸上签字的日期；空着的，是点按钮的当天。"),
        Column("意见或理由", "long", 22, hint="责任科室签字写验收意见；退回、延期和有要说明的批准写理由。"),
        Column("补充要求", "long", 18, hint="退回时写明还要补什么。"),
        Column("延期至", "date", 12, hint="申请延期时填写。"),
        Column("结果", "long", 30, "computed"),
    ),
    "“一表办理”列出可以往下办的问题；在“办理”列选好、填好，再点一次就全部办理。",
    output=True,
)

CHANGES_CODE = "校验码"
"""The column of 变更记录 with the sum that chains a line to the one before it."""

CHANGES = Sheet(
    "变更记录",
    "变更",
    (
        Column("时间", "text", 18, "computed"),
        Column("操作人", "text", 10, "computed"),
        Column("命令", "text", 14, "computed"),
        Column("表", "text", 11, "computed"),
        Column("行编号", "id", 10, "computed"),
        Column("列", "text", 13, "computed"),
        Column("原值", "line", 32, "computed"),
        Column("新值", "line", 52, "computed"),
        Column(CHANGES_CODE, "text", 18, "computed", folded=True),
    ),
    "只增不改的变更流水。",
    output=True,
)

TABLES: tuple[Sheet, ...] = (
    INFO,
    PROBLEMS,
    MEASURES,
    REGULATIONS,
    EVIDENCE,
    CLOSURES,
    REVIEWS,
    PROSE,
    FINDINGS,
    WARNINGS,
    CLOSING_FORM,
    VERIFIED,
    COLLECTED,
    CHANGES,
)

MEMORY = Sheet(
    "程序状态",
    "",
    (
        Column("键", "text", 24, "computed"),
        Column("段", "number", 6, "computed"),
        Column("内容", "text", 80, "computed"),
        Column("校验", "text", 20, "computed"),
    ),
    "程序的记忆：上次见到的各行内容和每周、每月的快照。深度隐藏，请勿改动。",
    output=True,
)
"""The very hidden sheet that lets a command see what people changed since the last one; it has no Excel table."""

STORED: tuple[Sheet, ...] = (*TABLES, MEMORY)
"""Every sheet that is read and written: the tables that people see, and the memory."""

GUIDE = "使用说明"
SUMMARY = "统计汇总"
DICTIONARY = "字典"

SHEET_ORDER: tuple[str, ...] = (
    GUIDE,
    INFO.name,
    PROBLEMS.name,
    MEASURES.name,
    REGULATIONS.name,
    EVIDENCE.name,
    CLOSURES.name,
    REVIEWS.name,
    PROSE.name,
    SUMMARY,
    FINDINGS.name,
    WARNINGS.name,
    CLOSING_FORM.name,
    VERIFIED.name,
    COLLECTED.name,
    CHANGES.name,
    DICTIONARY,
)


class InfoItem(NamedTuple):
    """One line of the sheet 基本信息."""

    name: str
    kind: ColumnKind = "text"
    entry: Obligation = "optional"
    note: str = ""
    default: str = ""


JUDGED = "研判日期"
"""The line that says for which day 预警 holds; 统计汇总 counts nothing as overdue without it."""
JUDGED_CLOSED = "已销号问题"
"""The line that lists the problems whose closing stood on that day: no formula can judge that."""
DECLARED = "声明数·"
"""Prefix of the lines that hold numbers stated by the unit or by the inspection team."""

INFO_ITEMS: tuple[InfoItem, ...] = (
    InfoItem("版式版本", "text", "computed", "台账版式，由程序维护。", LAYOUT_VERSION),
    InfoItem("单位名称", "text", "required", "落款用的全称。"),
    InfoItem("上级单位"),
    InfoItem("巡察机构", "text", "expected", "如：区委第四巡察组。"),
    InfoItem("巡察轮次", "text", "optional", "如：十四届县委第六轮。"),
    InfoItem("巡察开始", "date"),
    InfoItem("巡察结束", "date"),
    InfoItem("反馈日期", "date", "required", "没有年份的日期都从这一天起推算。"),
    InfoItem("集中整改开始", "date"),
    InfoItem("集中整改结束", "date", "expected", "集中整改期限以反馈文件为准。"),
    InfoItem("临期天数", "number", "optional", "距时限在这个天数以内的列为临期。", "15"),
    InfoItem("回头看间隔天数", "number", "optional", "长期坚持的问题超过这个天数无人查看即提示。", "180"),
    InfoItem("延期次数上限", "number", "optional", "一个问题最多批准延期几次。", "2"),
    InfoItem("销号须上级复核", "flag", "optional", "填“是”的，主要负责人签字后还须上级复核签字才能销号。"),
    InfoItem("通报标题", "text", "expected"),
    InfoItem("通报稿别", "text", "optional", "如：社会公开稿。"),
    InfoItem("通报日期", "date", "expected"),
    InfoItem("落款单位", "text", "optional", "与单位名称不同时填写。"),
    InfoItem("联系电话", "text", "expected"),
    InfoItem("通信地址"),
    InfoItem("邮政编码"),
    InfoItem("电子邮箱", "text", "expected"),
    InfoItem(DECLARED + "方面", "number"),
    InfoItem(DECLARED + "大项", "number"),
    InfoItem(DECLARED + "具体问题", "number", "expected", "反馈意见指出的问题数，校验时与台账行数核对。"),
    InfoItem(DECLARED + "完成", "number"),
    InfoItem(DECLARED + "继续整改", "number"),
    InfoItem(DECLARED + "长期坚持", "number"),
    InfoItem(DECLARED + "整改措施", "number"),
    InfoItem(DECLARED + "具体措施", "number"),
    InfoItem(DECLARED + "制度", "number"),
    InfoItem("版式", "text", "optional", "通报的版式：国标、省规范、单位，或版式文件；留空按国标。"),
    InfoItem("不遮盖", "text", "optional", "公开稿里保留原样的姓名、号码，用顿号分开，如英模姓名。"),
    InfoItem(
        JUDGED, "date", "computed", "最近一次“预警研判”写入台账的日期，由程序填写；《统计汇总》的逾期、销号数以它为准。"
    ),
    InfoItem(JUDGED_CLOSED, "text", "computed", "最近一次“预警研判”时销号成立的问题，由程序填写。"),
    InfoItem("台账标题", "text", "optional", "打印台账时用的标题；由旧台账导入的，是旧台账的标题。"),
    InfoItem("科室称谓", "text", "optional", "文书里怎么称呼科室，如：站所、处室、单位；最多4个汉字，留空按“科室”。"),
)


WRITTEN = frozenset((DICTIONARY, *(sheet.name for sheet in TABLES if not sheet.output)))
"""The sheets in which people write."""


def by_name(name: str) -> Sheet | None:
    """Return the sheet with this name that is read and written, or None."""
    return next((sheet for sheet in STORED if sheet.name == name), None)
