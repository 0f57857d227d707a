"""What people write over the columns of a ledger, and which column of the layout is meant: by words, then by pattern.

The table stands beside the schema, so that whatever reads a table (an old ledger, a table in a notice, a returned
sheet) understands headings alike. An office adds its own words in 字典 (常见写法, 应填).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from rectify_xl.ledger import schema
from rectify_xl.text import cell_value

NUMBER, ASPECT, GROUP, PROBLEM = "编号", "方面", "大项", "具体问题"
LEAD, DEPARTMENT, PERSON, ASSISTING = "牵头领导", "责任科室", "责任人", "配合科室"
DUE, DUE_KIND, DONE_ON, REMAINING, REMAINING_DUE = "整改时限", "时限类型", "完成日期", "剩余事项", "剩余时限"
STATUS, FOLLOW_UP, IMMEDIATE, PROGRESS, NOTE = "完成情况", "后续要求", "即知即改", "整改进展", "备注"
GOAL, STANDARD, SUPPORT, FORMER, PUBLIC = "整改目标", "验收标准", "需上级支持", "上轮问题", "公开"
MEASURE, MEASURE_NUMBER, MEASURE_DUE = "整改措施", "措施编号", "措施时限"
MEASURE_STATUS, MEASURE_DEPARTMENT, MEASURE_PERSON = "措施完成情况", "措施责任科室", "措施责任人"
OF_MEASURES = {
    DUE: MEASURE_DUE,
    STATUS: MEASURE_STATUS,
    DEPARTMENT: MEASURE_DEPARTMENT,
    PERSON: MEASURE_PERSON,
}
"""What a role of a problem is called where each measure has its own."""
EVIDENCE = "佐证材料"
TICK = "打勾栏"
"""A column whose heading is itself a status, and whose cells are ticked."""
SHARE = "完成进度"
"""How much is done, as a percentage."""
KEEP = "保留原列"
"""The column is kept at the right under its own heading."""
DROP = "不导入"

CATEGORY, SUMMARY, DAY, STATE, CLOSED = "类别", "主要问题", "完成时间", "整改情况", "销号情况"
"""What only the other columns, or the cells below, decide: see `table_columns`."""

CERTAIN, LIKELY, GUESSED, UNKNOWN, CORRECTED = "一致", "相近", "按内容推断", "未识别", "已指定"


class HeadingMeaning(NamedTuple):
    """What a heading means: a role of this module, empty where it is unknown, and how sure that is."""

    role: str
    certainty: str


UNKNOWN_HEADING = HeadingMeaning("", UNKNOWN)

WORDS: Mapping[str, tuple[str, ...]] = {
    NUMBER: ("序号", "编号", "问题编号", "问题序号", "总序号", "台账编号", "项次", "序", "总号", "号"),
    ASPECT: ("方面", "反馈方面", "问题方面", "巡察反馈方面", "所属方面", "板块", "领域"),
    GROUP: ("大项", "二级分类", "问题概括", "问题标题", "问题大项"),
    PROBLEM: (
        "具体问题", "反馈问题", "反馈的问题", "反馈的具体问题", "存在问题", "存在的问题", "问题",
        "问题描述", "问题表现", "具体表现", "问题清单", "反馈意见", "巡察反馈问题", "存在的突出问题",
        "问题内容", "问题具体表现", "整改事项", "反馈事项", "主要表现", "问题点",
    ),
    GOAL: ("整改目标", "目标任务", "整改要求", "预期目标"),
    STANDARD: ("验收标准", "完成标准", "整改标准", "销号标准"),
    LEAD: ("牵头领导", "责任领导", "分管领导", "包保领导", "主管领导", "牵头人", "牵头负责人", "牵头责任人", "领导"),
    DEPARTMENT: (
        "责任科室", "责任单位", "责任部门", "责任股室", "责任处室", "责任站所", "责任办所", "牵头科室", "牵头单位",
        "牵头部门", "承办科室", "主责部门", "科室", "股室", "部门", "整改责任单位", "责任主体",
    ),
    PERSON: ("责任人", "具体责任人", "直接责任人", "经办人", "承办人", "负责人", "具体负责人", "联系人"),
    ASSISTING: ("配合科室", "配合单位", "配合部门", "协办科室", "协办单位", "协助单位"),
    DUE: ("整改时限", "完成时限", "整改期限", "时限", "期限", "完成时间节点", "时间节点", "计划完成时间", "完成期限"),
    DUE_KIND: ("时限类型", "整改类型", "整改类别"),
    DONE_ON: ("完成日期", "实际完成时间", "实际完成日期", "办结时间", "办结日期", "销号时间", "销号日期"),
    STATUS: (
        "完成情况", "整改状态", "完成程度", "目前状态", "状态", "是否完成", "整改完成情况", "完成状态", "办理状态",
    ),
    FOLLOW_UP: ("后续要求", "长期坚持", "是否长期坚持"),
    IMMEDIATE: ("即知即改", "立行立改", "是否立行立改", "是否即知即改"),
    PROGRESS: ("整改进展", "整改成效", "整改进展情况", "工作进展", "整改落实进展", "整改成果", "取得成效", "推进情况"),
    REMAINING: ("剩余事项", "未完成事项", "遗留问题", "剩余问题", "未整改到位事项", "未完成部分"),
    REMAINING_DUE: ("剩余时限", "预计完成时间", "拟完成时间"),
    SUPPORT: ("需上级支持", "需上级协调", "需协调解决事项", "需上级协调解决的问题"),
    FORMER: ("上轮问题", "是否上轮问题"),
    PUBLIC: ("公开", "是否公开"),
    NOTE: ("备注", "说明", "其他说明", "备考"),
    MEASURE: ("整改措施", "具体措施", "整改举措", "措施", "措施内容", "整改任务", "任务清单", "主要措施", "整改做法"),
    MEASURE_NUMBER: ("措施编号", "措施序号"),
    MEASURE_DUE: ("措施时限", "措施完成时限"),
    MEASURE_STATUS: ("措施完成情况", "措施进度", "措施状态", "措施进展"),
    MEASURE_DEPARTMENT: ("措施责任科室", "措施责任单位", "措施责任部门"),
    MEASURE_PERSON: ("措施责任人",),
    EVIDENCE: ("佐证材料", "佐证资料", "证明材料", "印证材料", "支撑材料", "附件", "附件材料", "台账资料"),
    CLOSED: ("是否销号", "销号情况", "是否已销号", "销号状态"),
    SHARE: ("进度", "完成进度", "整改进度", "完成率", "完成比例"),
    CATEGORY: ("类别", "问题类别", "问题分类", "问题类型", "分类", "类型", "问题大类", "反馈问题类别"),
    SUMMARY: ("主要问题", "反馈主要问题"),
    DAY: ("完成时间", "整改时间", "时间"),
    STATE: ("整改情况", "进展情况", "落实情况", "整改落实情况", "办理情况", "办理结果", "整改结果", "情况", "进展"),
}  # fmt: skip
"""The usual words by what they mean, spelled as `normal` leaves them."""

_ABOUT = r"(?:市委|县委|区委|省委)?(?:巡察|巡视|本轮|上级|组)*(?:反馈|意见|指出|发现|存在|整改|涉及|对应|所属)*的?"
_OFFICE = (
    r"(?:科室|股室|处室|部室|院系|站室|部门|单位|办所|站所|站办所|科所|机构|组织|党支部|支部|室|股|科|处|部|中心|主体)"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    (KEEP, r".*(?:数|数量|个数|率|占比|金额|得分|分值|次数|天数|条数|电话|联系方式)"),
    (CLOSED, r"(?:是否)?(?:已)?(?:整改)?销号(?:情况|状态|与否)?"),
    (KEEP, r".*销号.{0,4}|.*困难.*|.*原因.*|.*来源|.*性质|.*追责.*|.*问责.*|验收意见|督办人"),
    (MEASURE_NUMBER, r"(?:整改)?措施(?:编号|序号|号)"),
    (MEASURE_DUE, r"(?:整改|具体)?措施(?:完成|整改)?(?:时限|期限|时间)"),
    (MEASURE_STATUS, r"(?:整改|具体)?措施(?:的)?(?:完成)?(?:进度|状态|完成情况|完成程度|进展)"),
    (MEASURE_DEPARTMENT, rf"(?:整改|具体)?措施(?:责任|承办|牵头)?{_OFFICE}"),
    (MEASURE_PERSON, r"(?:整改|具体)?措施(?:责任人|负责人|承办人)"),
    (NUMBER, r"(?:总|台账|问题|整改|原)*(?:序号|编号|项次|序)|(?i:no\.?|id)"),
    (GOAL, r"(?:整改|预期|工作|任务)*(?:目标|要求)(?:任务)?"),
    (STANDARD, r"(?:整改|销号|验收|完成)*标准"),
    (DUE_KIND, r"(?:整改|时限|任务|措施)(?:类型|类别|方式)|整改时限类型"),
    (CATEGORY, rf"{_ABOUT}(?:问题)?(?:类别|分类|类型|大类|归类|种类)"),
    (ASPECT, r".{0,8}方面|(?:问题)?(?:板块|领域|维度)|[三四五六]个(?:聚焦|方面|落实)|一级.{0,3}"),
    (GROUP, r"二级.{0,3}|问题(?:概括|概述|标题|名称|归纳)|.{0,2}大项"),
    (SUMMARY, rf"{_ABOUT}主要问题"),
    (
        PROBLEM,
        (
            rf"{_ABOUT}(?:的)?(?:具体|突出|个性|主要|细化)*问题(?:的)?(?:具体)?(?:描述|表现|内容|清单|摘要|情况|事项|表述|点|详情)?"
            r"|(?:问题)?(?:具体|主要)?表现(?:形式)?|.{0,6}(?:巡察|巡视|反馈)(?:组|的)?.{0,4}(?:意见|内容|事项)"
            r"|.{0,4}存在(?:的)?.{0,3}(?:问题|不足)"
        ),
    ),
    (EVIDENCE, r".*(?:佐证|印证|证明|支撑|备查).{0,6}|附件.{0,3}|台账资料|档案.{0,2}"),
    (ASSISTING, rf"(?:配合|协办|协助|协同|参与)(?:责任)?(?:{_OFFICE}|人员?)?"),
    (
        LEAD,
        (
            r"(?:整改)?(?:牵头|责任|分管|包保|包案|包抓|主管|督办|挂点|联系|主要|挂牌|领办|督导)*(?:的)?.{0,3}领导(?:成员|干部|姓名)?"
            r"|牵头(?:人|负责人|责任人|同志)|分管(?:负责人|同志|.{0,2}[局院校处]长|.{0,2}主任)|(?:第一|主要)责任人|主要负责人|班子成员"
        ),
    ),
    (
        PERSON,
        r"(?:科室|部门|股室|单位)负责人|(?:具体|直接|整改|承办|经办|落实)*(?:责任人员?|经办人员?|承办人|负责人|联系人|联络员|负责同志)",
    ),
    (DONE_ON, r"(?:实际|整改)*(?:完成|办结|销号)日期|实际(?:整改)?完成时间|(?:办结|销号)时间"),
    (REMAINING_DUE, r"剩余.{0,4}(?:时限|时间|期限)|(?:预计|拟)完成(?:时间|时限|日期)"),
    (
        DUE,
        (
            r".{0,4}起止(?:时间|日期)|(?:截止|截至|最后)(?:日期|时间)|.{0,6}(?:时限|期限|时间节点|节点|时间要求|完成时间表)(?:要求)?|(?:计划|要求|应|限定|规定).{0,2}完成(?:时间|日期)"
        ),
    ),
    (DAY, r"(?:整改)?(?:完成)?(?:时间|日期)"),
    (REMAINING, r"(?:剩余|遗留|未完成|尚未完成|未整改到位|未整改)(?:的)?(?:事项|问题|部分|任务|内容)"),
    (
        STATUS,
        (
            r"(?:目前|当前|整改|完成|办理|问题|任务|最新|落实|进展|进度)*(?:状态|完成情况|完成程度|完成与否|到位情况)"
            r"|(?:整改)?是否(?:已)?(?:整改)?(?:完成|到位|办结)(?:整改)?|办结情况|红黄绿.{0,3}|亮灯.{0,3}"
        ),
    ),
    (IMMEDIATE, r"(?:是否)?(?:属于)?(?:即知即改|立行立改)(?:问题)?"),
    (FOLLOW_UP, r"(?:是否)?(?:需)?长期(?:坚持|整改|任务)"),
    (
        STATE,
        (rf"(?:整改|落实|工作|办理|{_ABOUT})*(?:措施)?(?:整改|落实|办理|推进|开展|进展|工作|完成)*(?:情况|结果|进展)"),
    ),
    (PROGRESS, r".{0,8}(?:进展|成效|成果|推进|效果)(?:情况|及.{0,6})?"),
    (SHARE, r"(?:整改|完成|工作)*(?:进度|完成率|比例)"),
    (SUPPORT, r".{0,4}(?:上级|提级|提请|需要?协调).{0,8}"),
    (FORMER, r".{0,3}(?:上轮|上一轮|以往).{0,6}"),
    (PUBLIC, r"(?:是否)?(?:社会)?公开"),
    (
        MEASURE,
        (
            r"(?:主要|具体|整改|任务|落实|推进|推动|工作|采取|拟采取|解决|细化|下一?步|今后|已|的)*(?:措施|举措|办法|做法|对策|方案)(?:清单|内容|任务)?"
            r"(?:\d{1,2}|[一二三四五六七八九十])?|(?:整改|工作|具体)任务(?:\d{1,2}|[一二三四五六])?|(?:措施|任务)清单"
        ),
    ),
    (DEPARTMENT, rf"(?:责任|牵头|承办|主办|主责|整改|落实|办理|具体|主要)*{_OFFICE}{{1,2}}(?:名称)?"),
    (NOTE, r"备注.{0,4}|.{0,2}说明"),
)
"""Patterns of whole headings, tried in order where no word of the table stands there."""
LONGEST = 18
"""Characters of the longest heading that a pattern may read; what is longer is a sentence."""
_NUMBERED = r"^(?:[\(（]?[一二三四五六七八九十\d]{1,2}[\)）、.．]+(?=[^\d])|[①-⑳]+)"
_JOINED = r"及|和|与|/|、|&|\+"


@lru_cache(4096)
def normal(heading: str) -> str:
    """Return a heading as it is compared: half-width, without blanks, brackets with what is in them, marks, number."""
    plain = cell_value.key(heading)
    if re.search(r"[\u4e00-\u9fff]{2}", plain):
        plain = re.sub(r"[A-Za-z]{2,}\.?", "", plain)
    bare = re.sub(r"[(\[【〔<《][^()\[\]【】〔〕<>《》]*[)\]】〕>》]", "", plain) or plain.strip("()[]【】〔〕<>《》")
    return re.sub(_NUMBERED, "", bare).strip(':;,.*·、。“”"-_')


def meaning(heading: str, own: Mapping[str, str] | None = None) -> HeadingMeaning:
    """Return what one heading means; `own` are the words of the office with the column that each of them means."""
    plain = normal(heading)
    if not plain:
        return UNKNOWN_HEADING
    for word, target in (own or {}).items():
        if normal(word) == plain and target.strip() in ROLES:
            return HeadingMeaning(target.strip(), CERTAIN)
    for role, words in WORDS.items():
        if plain in words:
            return HeadingMeaning(role, CERTAIN)
    several = joined_roles(heading)
    if several:
        return HeadingMeaning(several[0], LIKELY)
    role = _by_pattern(plain)
    if role:
        return HeadingMeaning(role, LIKELY)
    return UNKNOWN_HEADING


def joined_roles(heading: str) -> tuple[str, ...]:
    """Return the roles of a heading that names several things (责任领导及责任科室), in order; else none."""
    plain = normal(heading)
    parts = [part for part in re.split(_JOINED, plain) if part]
    if len(parts) < 2 or len(plain) > LONGEST:
        return ()
    if any(plain in words for words in WORDS.values()):
        return ()
    known = [inner.role for inner in map(meaning, parts)]
    return tuple(role for role in known if role and role != KEEP)


@lru_cache(4096)
def _by_pattern(plain: str) -> str:
    if len(plain) > LONGEST:
        return ""
    return next((role for role, pattern in _PATTERNS if re.fullmatch(pattern, plain)), "")


class RoleColumn(NamedTuple):
    """The sheet and column of the ledger that a role fills."""

    sheet: str
    column: str


_PROBLEM_ROLES = (
    ASPECT, GROUP, PROBLEM, GOAL, STANDARD, LEAD, DEPARTMENT, PERSON, ASSISTING, DUE, DUE_KIND, FOLLOW_UP, IMMEDIATE,
    PROGRESS, REMAINING, REMAINING_DUE, DONE_ON, SUPPORT, FORMER, PUBLIC, NOTE,
)  # fmt: skip
ROLES: Mapping[str, RoleColumn] = {
    NUMBER: RoleColumn(schema.PROBLEMS.name, "编号"),
    **{role: RoleColumn(schema.PROBLEMS.name, role) for role in _PROBLEM_ROLES},
    STATUS: RoleColumn(schema.PROBLEMS.name, "完成程度"),
    TICK: RoleColumn(schema.PROBLEMS.name, "完成程度"),
    SHARE: RoleColumn(schema.PROBLEMS.name, "完成程度"),
    MEASURE: RoleColumn(schema.MEASURES.name, "措施内容"),
    MEASURE_NUMBER: RoleColumn(schema.MEASURES.name, "措施编号"),
    MEASURE_DUE: RoleColumn(schema.MEASURES.name, "时限"),
    MEASURE_STATUS: RoleColumn(schema.MEASURES.name, "完成程度"),
    MEASURE_DEPARTMENT: RoleColumn(schema.MEASURES.name, "责任科室"),
    MEASURE_PERSON: RoleColumn(schema.MEASURES.name, "责任人"),
    EVIDENCE: RoleColumn(schema.EVIDENCE.name, "名称"),
    KEEP: RoleColumn("", ""),
    DROP: RoleColumn("", ""),
}
"""What a column of an old table can be taken for, as it is chosen in 导入对照."""
