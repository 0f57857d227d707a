"""The words by which a date lies ahead, is reported, fails, or is no commitment at all.

Patterns are plain strings: `re` compiles and keeps each at its first use.
"""

from __future__ import annotations

from rectify_xl.promises.clauses import END, REST

NEXT_TO_DATE = "(?:拟定|拟|计划|预计|力争|争取|确保|将|定)(?:于|在|到|至)?$"
"""What stands right before a date that lies ahead."""

_WILL = (
    "于|在|持续|适时|尽快|陆续|完成|组织|召开|开展|启动|进行|建成|投入|全部|全面|正式|按|如期|举办|印发|出台|由|反馈|对|继续|再|会|"
    "逐步|安排|予以|统一|集中|整改|办结|到位|交付|通车|上线|验收"
)
"""What follows 将, 应, 要 and 计划 where they are verbs of intent; 将设备移交 is none."""
PLAN_BEFORE = (
    # intent
    "(?<![虚模草])拟|计划|预[计期定]|力争|争取|确保|保证|力求|务必|必须|打算|有望|可望|希望|期望|[暂初商议待原排预约]定|"
    "[定约]定?(?:于|在|到)|视情况|原则上|估计|大概|将(?:于|在|继续|再|尽快|全部|陆续)?$|(?<![期招接对等])[待等][到至]?$|"
    # duty
    "须|(?<!急)(?<!所)需|应(?=于|在|当|该|由|尽|$)|要(?=于|在|求|把|对|$)|求(?=于|在|$)|责令|责成|督促|承诺|目标|安排|规定|"
    "明确(?=于|在|$)|请$|"
    # deadlines
    "节点|时限|期限|限期|(?<![有无局界权时期受])限|到期|截止|最迟|至迟|最晚|[不没]晚于|[不没]迟于|不得[晚迟]于|完成(?:时间|日期)|"
    "整改时间|办结时间|计划(?=完成|$)|"
    # delays
    "延[期至到后长迟]|推迟|推至|顺延|展期|改期|改[为到在]|拖到|调整[为到至]|"
    # what comes next
    "下一?步|接下来|后续|今后|下一?阶段|明年|次年|来年|[还尚仍](?:需|要|待)|继续整改"
)
"""Words of intent, duty or delay in the clause before a date."""
PLAN_AFTER = (
    f"^{REST}{{0,16}}?(?:(?<![虚模草])拟|预计|预期|力争|争取|确保|务必|必须|有望|可望|能够|须|(?<!急)(?<!所)需(?!求)|"
    f"应(?=当|该|予|全|{_WILL})|将(?={_WILL})|计划(?={_WILL}|投|交|采|报|出)|准备(?={_WILL}|提交|上报|报)|"
    f"(?<![重主首纪摘简])要(?={_WILL}|报|提交|把)|"
    "[可能会](?=完成|全部|全面|办结|整改|到位|建成|投|竣工|通|交付|基本|实现|如期|按期))"
    "|^[^的]{0,6}(?:到期|届满|截止|为限|为止|期限|时限|节点|底线)"
)
"""Words of intent or of a deadline in the clause after a date."""

_NO_DEED = (
    "已(?:过|逾|到期|超过?|临近|列入|纳入|计划|安排|要求|承诺|约定|定于|确定|拟|申请延|责成|责令|督促|通知|明确|部署|"
    "延期|推迟|顺延)"
)
"""已 before words that report no deed."""
REPORTED = (
    f"(?<!早)(?!{_NO_DEED})已|实际|[^为除{END}\\d]了(?!解)|曾于|"
    "(?:按期|如期|提前|顺利|圆满|成功)(?=完成|召开|开展|办结|通过|建成)"
)
"""Words that tell a deed as done."""
PAST_VERB = (
    "(?:完成|建成|成立|印发|召开|签订|签署|竣工|通过|出台|制定|修订|施行|实施|启用|投用|上线|发布|收回|办结)(?:于|在)?$"
)
"""A verb right before its date (成立于2025年6月)."""
OUTCOME = (
    f"^{REST}*?[，,；;]?{REST}{{0,8}}?(?:(?!{_NO_DEED})已(?:经)?(?!申请|报|启动|联系|催)|实际)(?P<when>{REST}{{0,12}}?)"
    "(?P<deed>完成|办结|到位|落实|建成|投[用入运]|召开|印发|出台|通过|收回|追回|退[还回清]|签订|上线|验收|整改|销号|补[签办缴录齐]|"
    "发放|拨付|移交|交付|兑付|举办|开展|清退|到货|安装|搬[迁离])(?P<what>" + REST + "*)"
)
"""What a sentence goes on to say of a plan: 现已于5月完成."""
RESULT = (
    r"全部|均|逐一|\d+(?:\.\d+)?(?:万|亿|余)?"
    "(?:元|个|名|人|份|台|套|件|处|项|户|笔|次|期|条|本|种|宗|亩|家|辆|册|间|吨|公里)"
)
"""Counts and totals with which a report of what was done by a day goes on (7月20日前完成4个库，入库67种)."""

FAILED = (
    "完不成|完成不了|开不成|没开成|办不了|不能完成|[没未]见(?:成效|动静)|完成有困难|难以完成|并未|没(?=召开|到位|完成|验收|开)"
    "|(?:未能?|没有?能?)(?:在|于|按)$"
)
"""Denials beside a date that need no verb of their own."""
CANCELLED = (
    f"(?:验收|会议?|培训|活动|采购|招标|开标|演练|检查|调研|座谈|考核|项目|工程|施工|计划){REST}{{0,4}}"
    f"(?:取消|暂停|中止|终止|搁置|作罢|落空|失败)(?:了|[{END}]|$)"
    f"|(?<!申请)(?<!批准)(?:推迟|延期|改期|延后|顺延)(?:了|[{END}]|$)"
    "|(?:推迟|延期|延至|顺延|延后|改期)[至到]|流标|废标|未果|未获|被否|驳回|不合格|不通过"
)
"""What was set for a day and did not come about."""

CASE = f"(?:^|是)(?:如|若|倘|凡|一旦|对|针对){REST}{{0,20}}$"
IF = "(?:^|是|，)(?:如(?![期实下数约])|若|倘|假如|一旦)"
ROUTINE = "每(?:个)?(?:学?年度?|学期|月|季度?|半年|周|届)(?:的)?$"
"""A day of every year or month (每年7月底前), which no single day keeps."""
TERM = (
    "(?:有效|合同|租赁|租|协议|服务|保修|质保|聘|任|贷款|授权|公示|承包|试用)(?:期限?|期为)(?:自|从|为|至|到|截至|是)*$"
    "|有效期?[至到]$|聘用?至$"
)
"""How long something holds (合同有效期至)."""
NO_DEED = (
    f"^的?(?:文件|会议纪要|纪要|通知|批复|版|数据|凭证|发票|报表|记录)(?=[{END}]|$)"
    "|^(?:的(?!.{0,12}(?:召开|举行|组织))|以来|之后|后(?!召开|完成)|起算)"
)
"""A date that only names a paper or a period."""
RULE = "作为|纳入|列入|依据"
"""Words of a rule about a day to come (将作为年底评优的依据), which no single deed keeps."""
