"""Which sheets and columns the commands use: declared for the command table in pieces that they share. Pure."""

from rectify_xl.ledger import schema, vocabulary
from rectify_xl.ledger.reading.guard import SheetNeed
from rectify_xl.ledger.reading.reader import DICTIONARY_COLUMNS

Needs = tuple[SheetNeed, ...]


def _computed(option: str = "", *, if_present: bool = False) -> Needs:
    """Return the column of marks of every sheet that people fill in."""
    return tuple(
        SheetNeed(sheet.name, (schema.MARK.name,), option=option, if_present=if_present)
        for sheet in schema.TABLES
        if not sheet.output
    )


def _whole(sheet: schema.Sheet, option: str = "") -> SheetNeed:
    """Return all columns of a sheet; optional ones may be absent, unless another piece asks for them."""
    optional = tuple(column.name for column in sheet.columns if column.entry == "optional")
    columns = tuple(column.name for column in sheet.columns if column.entry != "optional")
    return SheetNeed(sheet.name, columns, option=option, optional=optional)


INFO: Needs = (SheetNeed(schema.INFO.name, ("项目", "内容")),)
_RULES = (
    vocabulary.COUNT_DONE_WORD,
    vocabulary.COUNT_DONE_FLAG,
    vocabulary.COUNT_LONGTERM_WORD,
    vocabulary.COUNT_LONGTERM_FLAG,
)
_LATER = tuple(name for name in DICTIONARY_COLUMNS if name not in _RULES)
DICTIONARY: Needs = (SheetNeed(schema.DICTIONARY, _RULES, older=_LATER),)
"""The rules of counting; the other lists of 字典 came later, and have defaults."""

PROBLEMS: Needs = (
    SheetNeed(
        schema.PROBLEMS.name,
        (
            "编号",
            "方面",
            "大项",
            "具体问题",
            "牵头领导",
            "责任科室",
            "整改时限",
            "完成程度",
            "后续要求",
            "即知即改",
            "剩余事项",
            "剩余时限",
            "关联编号",
        ),
        older=("备注",),
    ),
)
"""What problems are counted by, and what their deadlines are. 备注 tells rows that `reopen` made from open ones."""
CLOSURES: Needs = (
    SheetNeed(
        schema.CLOSURES.name,
        (
            "问题编号",
            "类型",
            "申请日期",
            "申请人",
            "验收意见",
            "验收人",
            "分管领导",
            "主要负责人",
            "上级复核",
            "结论",
            "补充要求",
            "延期至",
            "延期理由",
            "日期",
        ),
    ),
)
"""What is closed, and which deadlines were extended."""
MEASURES: Needs = (SheetNeed(schema.MEASURES.name, ("措施编号", "上级措施", "问题编号", "措施内容", "完成程度")),)
REGULATIONS: Needs = (SheetNeed(schema.REGULATIONS.name, ("名称", "新建/修订", "日期", "问题编号")),)
PROGRESS: Needs = (SheetNeed(schema.PROBLEMS.name, ("责任人", "整改进展", "完成日期", "上轮问题", "需上级支持")),)
WORK: Needs = (SheetNeed(schema.MEASURES.name, ("措施类型", "责任科室", "责任人", "时限", "周期", "完成日期")),)
EVIDENCE: Needs = (
    SheetNeed(schema.EVIDENCE.name, ("编号", "问题/措施编号", "名称", "文件或文号", "SHA-256", "版本", "日期")),
)
COUNTING: Needs = (
    *INFO,
    *DICTIONARY,
    *PROBLEMS,
    *PROGRESS,
    *CLOSURES,
    *MEASURES,
    *WORK,
    *EVIDENCE,
    *REGULATIONS,
)
"""What the counts are made of, everywhere the same; whether a closing stands rests on work and evidence."""

REVIEWS: Needs = (
    SheetNeed(schema.REVIEWS.name, ("日期", "问题/措施编号", "方式", "发现", "结论", "检查人", "下次日期")),
)
PROSE: Needs = (SheetNeed(schema.PROSE.name, ("部分", "层级", "标题", "正文", "编号", "关联编号")),)
RECORD: Needs = (
    SheetNeed(
        schema.CHANGES.name,
        tuple(column.name for column in schema.CHANGES.columns if column.name != schema.CHANGES_CODE),
        older=(schema.CHANGES_CODE,),
    ),
)
"""变更记录: what is told there, and what must be written there."""
PRINTED: Needs = (
    SheetNeed(schema.PROBLEMS.name, ("公开", "不公开理由", "公开表述", "通报标题", "状态表述")),
    *PROSE,
)
"""What is printed, and what is withheld."""

CASE: Needs = (*COUNTING, *REVIEWS)
"""All that the judgement of a problem rests on."""

CHECK: Needs = (_whole(schema.FINDINGS, "write"), *_computed("write", if_present=True))
"""`check` looks at damaged ledgers too; only what it writes into must be there."""
CHOICE = ("改为", "处理", "核实理由")
"""The columns of 校验结果 in which a clerk acts; they came later, and a ledger without them is not at fault."""
FIX: Needs = (_whole(schema.FINDINGS, "write"), *_computed("write", if_present=True))
CLEAR: Needs = (
    SheetNeed(schema.FINDINGS.name),
    SheetNeed(schema.WARNINGS.name),
    SheetNeed(schema.PROBLEMS.name, ("预警", "预警原因")),
    *_computed(),
)
RISK_MARKS: Needs = (
    _whole(schema.WARNINGS, "write"),
    SheetNeed(schema.PROBLEMS.name, ("预警", "预警原因"), option="write"),
)

TOLD: Needs = (*COUNTING, *PRINTED)
"""What a text about the whole ledger is made of."""

DUMP: Needs = TOLD
ROLLUP: Needs = (*COUNTING, SheetNeed(schema.SUMMARY, option="write"))
RISKS: Needs = (*CASE, *RISK_MARKS)
EARLIER: Needs = (SheetNeed(schema.PROBLEMS.name, ("编号", "具体问题")),)
"""What `risks --previous` reads of the earlier ledger."""
PROMISES: Needs = (*COUNTING, *REVIEWS, *PROSE)
MEETING: Needs = (*CASE, *RECORD)
REMIND: Needs = COUNTING
LETTERS: Needs = (*CASE, *RECORD)
WALLCHART: Needs = COUNTING
REVIEW: Needs = (*CASE, *RECORD, SheetNeed(schema.REGULATIONS.name, ("文号",)))
HISTORY: Needs = (*COUNTING, *REVIEWS, *RECORD)
CLOSE: Needs = (
    *CASE,
    *RECORD,
    SheetNeed(schema.CLOSING_FORM.name, tuple(column.name for column in schema.CLOSING_FORM.columns), option="batch"),
)
REOPEN: Needs = (
    _whole(schema.PROBLEMS),
    SheetNeed(schema.PROBLEMS.name, ("公开", "不公开理由", "公开表述", "通报标题", "状态表述", "备注")),
    *COUNTING,
)
"""A relapse takes over what its problem says, and what was withheld; 备注 tells where it came from."""
MERGE: Needs = (
    *INFO,
    *DICTIONARY,
    _whole(schema.PROBLEMS),
    SheetNeed(schema.PROBLEMS.name, ("公开", "备注")),
    _whole(schema.MEASURES),
    *CLOSURES,
    *RECORD,
    SheetNeed(schema.EVIDENCE.name, ("问题/措施编号",)),
    SheetNeed(schema.REVIEWS.name, ("问题/措施编号",)),
    SheetNeed(schema.REGULATIONS.name, ("问题编号",)),
)
"""What is merged, what is closed, and every place in which an id was ever used: it is not given again."""
DISTRIBUTE: Needs = (
    *CASE,
    *RECORD,
    *(
        SheetNeed(
            sheet.name,
            tuple(column.name for column in sheet.columns if column.entry in ("required", "expected")),
            older=tuple(column.name for column in sheet.columns if column.entry == "optional"),
        )
        for sheet in (schema.PROBLEMS, schema.MEASURES, schema.REGULATIONS, schema.EVIDENCE)
    ),
)
"""All that a department is sent."""
COLLECT: Needs = MERGE
"""What departments fill in, what is closed, and every place in which an id was ever used."""
NOTICE: Needs = (*TOLD, SheetNeed(schema.REVIEWS.name, ("检查人",), if_present=True))
"""The names of all who stand in the ledger are covered in the text for the public."""
REPORT: Needs = (*CASE, *PRINTED, SheetNeed(schema.PROBLEMS.name, ("备注",)))
PROOF: Needs = TOLD
FORM: Needs = (
    *COUNTING,
    SheetNeed(schema.PROBLEMS.name, ("整改目标", "验收标准", "配合科室")),
    SheetNeed(schema.REGULATIONS.name, ("文号",)),
)
"""All that its columns may hold, whichever an office chooses."""
SUBMIT: Needs = COUNTING
"""What the level above counts; a ledger that lacks more goes up as it is, and its check says so."""

NEEDED: frozenset[tuple[str, str]] = frozenset(
    (use.sheet, column)
    for use in (*CASE, *PRINTED, *RECORD, SheetNeed(schema.PROBLEMS.name, ("备注",)))
    for column in use.columns
)
"""The columns without which a command stops that only reads, as (sheet, column)."""


def written(sheet: schema.Sheet) -> tuple[str, ...]:
    """Return the columns that a sheet must have before a command adds a row: all but optional ones that none uses."""
    return tuple(
        column.name
        for column in sheet.columns
        if column.entry != "computed" and (column.entry != "optional" or (sheet.name, column.name) in NEEDED)
    )
