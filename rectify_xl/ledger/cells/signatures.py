"""Read a signature cell of 销号登记: who signed, on which day, and whether it is a consent at all.

One set of rules for what a step writes and for what a hand typed: `close`, `check` and the binding deadline ask here.
Patterns are plain strings: `re` compiles and keeps each at its first use.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rectify_xl import dates
from rectify_xl.dates import ReadDate

_SIGNATURE = r"(.*\S)\s+(\d{4}-\d\d-\d\d)"
_NOBODY = (
    "无 略 空 缺 暂缺 空缺 空白 没有 不详 某某 某某某 姓名 签名 签字 签章 盖章 已签 已签字 已签名 已盖章 已阅 阅 知悉 "
    "本人 本人签字 代签 同意 同意销号 已同意 通过 属实 合格 已办 办结 已办结 完成 已完成 已销号 销号 是 否 有 对 "
    "领导 负责人 主要负责人 分管领导 牵头领导 责任人 验收人 申请人 经办人 复核人 责任科室 科室 上级 上级复核 单位 "
    "本单位 ok yes no na none null nil tbd todo test admin administrator root user 管理员 用户 未署名 电脑 系统"
)
_PLACEHOLDERS = frozenset(_NOBODY.split())
"""What people put where a name belongs, and that names nobody."""
_NOT_YET = (
    r"(?:待|未|暂|尚未|拟|缓).{0,4}(?:签|定|补|审|批|核|填|办|认|字)"
    r"|同(?:上|前|左|右|下|一人|上述|此)|如上|以上|上述|(?:详|参)?见(?:上|纸|原|附|扫|档|后|签)|另附|附后"
)
"""How words begin that put off the signature or point elsewhere."""
_DENIED = (
    r"不同意|(?:不予|不能|不便)同意|(?:不予|暂不|暂缓|不能|不得|不宜|不应|尚不|不可)\S{0,4}(?:销号|通过|验收|办结|批准)|(?:不|未能?|没有?)(?:获得?)?(?:通过|批准|认可)"
    r"|不(?:销号|批准|认可|赞成)|(?:不具备|不符合|达不到|未达到)\S{0,4}(?:销号|验收|条件|要求|标准)|否决|驳回(?!后)"
    r"|(?<!无)(?<!没有)(?<!原)不合格(?=[，,。；;、！!\s]|$)|(?<!无)(?<!没有)(?<!未提出)(?<!不持)异议(?!已)|保留意见"
)
_END = "，。；：！、,;:!\n"
_WORK = (
    "整改|完成|办结|办完|办妥|到位|落实|解决|收回|追回|退还|退回|归还|清退|上缴|缴清|销号|验收|建立|印发|出台|签订|开展|启动|整治|清零|达标|"
    "见效|补齐|提供|到账|轮训|结案|化解|改(?=完|好|到|[，。；,;]|$)|做(?=完|到|好)"
)
_NOT_DONE = (
    f"(?:[尚仍还暂]未|未能?|没有?|无法|不能|难以)(?:按期|按时|如期|及时|全部|完全|全面|彻底|真正|足额|得到?|有效|最终|整改|按[^{_END}]{{1,4}}?){{0,2}}"
    f"(?:{_WORK})(?![^{_END}]{{0,4}}(?:不|[0零无](?![\\d.])))"
    f"|[尚仍还](?:有(?![效力序0])|余|剩(?!0)|存在?|欠|缺|差)[^{_END}]{{0,16}}?(?:未|没|待|不|问题|差距|短板|欠缺|遗留|尾款|[\\d一二三四五六七八九十几]+[件项户人个笔处万元])"
    "|[还尚仍](?:需要?|须|要|应|待|在|得)(?:进一步|继续|抓紧|尽快|加快|再)*(?:整改|补|完善|落实|推进|办|完成|解决|时间|改)"
    f"|(?<![经已过不无])(?:需要?|须|要|应当?|请|再|待|必须|继续|尽快|抓紧|进一步){{1,3}}(?:整改|补充(?:材料|资料|佐证)|完成剩余)(?!的|事项|问题|内容|任务|情况|措施|尽|\\d)"
    "|(?:基本|大体|大致|初步)(?:上|都|均|整改|已经?)*(?:到位|完成|落实|解决|办结|整改)"
    "|(?:大部分?|多数|(?<![该此本各这全个两二三四五六七八九十\\d大])部分)(?:问题|事项|任务|措施|整改|已经?)*(?:到位|完成|落实|解决|办结|整改)"
    "|(?:不到位|不彻底)"
    "|(?:材料|资料|佐证|手续|证据)(?:还|尚|仍|有些|略|较)?(?:不全|不齐|不足|不完整|不充分|缺失|欠缺|后补|待补|(?:后续|随后|以后|再)补)"
    f"|(?<![首优事预率领])(?:先行?|暂时?|暂且)(?:予以?|作|同意)*(?:销号|销掉|(?:同意|通过)(?=[{_END}]|$))"
    f"|(?<![接对招等期优看])待(?!遇)[^{_END}]{{1,16}}?后|后(?:再|方可|方能|才能)(?:予以?)?(?:销号|通过|同意|验收)"
    f"|(?:剩余|余下|其余|遗留|剩下)[^{_END}]{{0,16}}?(?:未|待|没(?!有)|继续|正在|尚|将)"
    f"|正在(?:整改|办理|推进|落实|实施|进行|补|采购|招标|施工|审批|追缴|清收)|(?:整改|办理|推进|施工|审批|追缴)中(?=[{_END}]|$)"
    "|(?<!不)[只仅](?:已)?(?:完成|整改|办结|落实|收回)"
    f"|(?:完成|整改|办结|到位|落实)[^\\d\\s{_END}]{{0,3}}\\d{{1,2}}(?:\\.\\d+)?[%％]"
)
"""How an opinion says that the work is not finished, whatever it concludes (未整改到位，先销号)."""
_NONE_BEFORE = (
    f"(?:无(?![故法力人])|没有|不用|不必|不需|不须|未发现|未见|不存在|没发现|不再有?|杜绝|避免|防止|针对|关于|解决了?|纠正了?)[^{_END}]{{0,8}}$"
    "|(?<!\\d)[0零][件项个户人处笔]$"
)
"""What stands before such words where there is nothing of the kind (无未办结事项)."""
_SINCE_DONE = (
    f"^[^{_END}]{{0,14}}?(?:已|均|全部)[^{_END}]{{0,4}}?(?:{_WORK})(?!了?\\d)"
    "|^[^。；;\n]{0,8}?[，,](?:但|目前|现在?|随后|后来?|均|并|也|经督促后?|截至目前)*(?:已全部|均已|已于[^，。；,;]{1,8}?|已经?)"
    f"(?:{_WORK})(?!了?\\d)"
)
"""What follows them where it was made good since (原未办结的3件已办结)."""
_OFFICE = r"(?:办公室|委员会|党支部|支委会|党总支|党委|党组|领导小组|专班|中心|医院|学校|公司|集团|人民政府)$"
"""How the names of offices end, which sign nothing."""
_TURNED_DOWN = r"退回|驳回|反对|拒绝|拒签|否决|作废|撤销|无效|不行"
"""Beyond words of denial: what in a signature cell is no consent, while an opinion may well tell of it."""
_TITLE = (
    r"(?:(?:党委|党组|党支部|支部|副|常务)*(?:书记|局长|院长|校长|主任|科长|处长|所长|站长|部长|镇长|乡长|县长|区长|馆长|队长|组长|主席)"
    r"|同志|先生|女士|老师|医生)$"
)
_POST = (
    r"(?:党政|综合|财务|人事|纪检|行政|办公室|党委|党组|党支部|党总支|总支|支部|机关|科室|部门|单位|本|主要|主管|分管|牵头|班子|上级|"
    r"[县市区镇乡局科处室院校馆站所村厂]|常务|第一|副|总|正|现任|代理)*"
    r"(?:书记|局长|院长|校长|园长|主任|科长|股长|处长|所长|站长|部长|镇长|乡长|县长|市长|区长|馆长|厂长|队长|组长|班长|主席|会长|理事长|董事长|经理|"
    r"总监|主管|领导|负责人|负责同志|一把手|法定代表人|法人代表|法人|班子成员|委员|干事|科员|会计|同志|经办人|签字人)"
)
"""A post alone, which says who should have signed (馆长, 主要领导)."""
_HIDDEN = r"某某|[一-鿿][x×✕*○〇□●?_]+(?:$|\()"
"""A name of which the surname alone is given (陈某某, 张××)."""
_BETWEEN = r"[、,，;；/／\\|&＆+＋\n]"
"""What stands between the names of several people."""
_MARKS = "()[]【】<>《》“”,.。、;:!?-—_/*"
KEPT = 4096
"""Texts whose reading is kept: one name stands in many rows."""
_SHORTEST = 2
"""Letters of the shortest name."""
_WHOLE_NAME = (
    "(?!..[科处室局部院馆站所厅委办]$)[一-鿿]{2,3}|"
    "(?:欧阳|司马|上官|诸葛|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|端木|南宫)[一-鿿]{1,2}"
)
"""A Chinese name with its surname; what is the name of an office is none."""


class Signature(NamedTuple):
    """A name, and the day when it was written (None where only the name stands there)."""

    name: str
    day: date | None


@lru_cache(KEPT)
def signature(text: str) -> Signature:
    """Read a signature cell: `李四 2025-06-01`, a name with a date in another form, or a name alone."""
    match = re.fullmatch(_SIGNATURE, text, re.DOTALL)
    if match:
        try:
            return Signature(match[1], date.fromisoformat(match[2]))
        except ValueError:
            return Signature(text, None)
    dated = [mention for mention in dates.mentions(text) if mention.when.day]
    if not dated:
        return Signature(text, None)
    last = dated[-1]
    return Signature((text[: last.start] + text[last.end :]).strip(" 　,，、;；()（）"), first_day(last.when))


@lru_cache(KEPT)
def folded(text: str) -> str:
    """Return a text as names are compared: one width, lower case, without blanks and signs that nobody sees."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text).casefold()
        if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc", "Mn")
    )


@lru_cache(KEPT)
def is_name(text: str) -> bool:
    """Tell whether a text can be the name of one person: no date or sign, no 待签, 同上 or 本人, no office or post."""
    plain = folded(text)
    letters = [char for char in plain if char.isalpha()]
    return (
        len(letters) >= _SHORTEST
        and not set(letters) <= {"x", "某", "o"}
        and plain.strip(_MARKS) not in _PLACEHOLDERS
        and not re.match(_NOT_YET, plain.strip(_MARKS))
        and not re.search(_OFFICE, re.sub(r"(?<=.)\(.*", "", plain).strip(_MARKS))
        and not _only_date(plain)
        and not re.fullmatch(_POST, plain.strip(_MARKS))
        and not re.search(_HIDDEN, plain)
        and not _several(text)
    )


def _several(text: str) -> bool:
    """Tell whether a text names more than one person; an office or a post beside a name is nobody."""
    plain = re.sub(r"[（(【\[][^）)】\]]*[）)】\]]?", "", text).strip()
    parts = re.split(_BETWEEN, plain)
    if len(parts) == 1:
        parts = _joined(plain)
    persons = [part for part in parts if not re.search("..[科处室局部院馆站所厅委]$", part.strip())]
    return len(parts) > 1 and sum(map(is_name, persons)) > 1


def _joined(plain: str) -> list[str]:
    """Return the names that a blank or 和, 与, 及, 同 stands between; blanks that pad a name (张 三) separate nothing.

    A name from another language has its own blanks (Li Si), and 和 stands in names too (和平, 周和生).
    """
    words = plain.split()
    if len(words) > 1:
        return words if all(re.fullmatch(_WHOLE_NAME, word) for word in words) else [plain]
    match = re.fullmatch("([一-鿿]{2,3})(?:以及|和|与|及|同|跟)([一-鿿]{2,3})", plain)
    return list(match.groups()) if match and match[1][0] != "和" else [plain]


def _only_date(plain: str) -> bool:
    """Tell whether the letters are but those of a date: 二〇二六年六月一日, 2026年6月1日, 6月初."""
    return not re.sub(r"[0-9〇零一二三四五六七八九十]|年|月|日|号|上午|下午|初|底|末|中旬|上旬|下旬|[\W_]", "", plain)


@lru_cache(KEPT)
def denied(text: str) -> str:
    """Return the words with which an opinion refuses, or says that the work is not finished; empty where it does not.

    Blanks within the words hide nothing.
    """
    dense = re.sub(r"[^\S\n]|[\u200b-\u200f\u2060\ufeff]", "", text)
    for candidate in (text, dense):
        if match := re.search(_DENIED, candidate):
            return match[0]
    return _unfinished(dense)


def _unfinished(text: str) -> str:
    """Return the first words that say that the work is not finished, but not of what was made good since."""
    for match in re.finditer(_NOT_DONE, text):
        clause = re.split(f"[{_END}]", text[: match.start()])[-1]
        if not re.search(_NONE_BEFORE, clause) and not re.search(_SINCE_DONE, text[match.end() :]):
            return match[0]
    return ""


@lru_cache(KEPT)
def turned_down(text: str) -> str:
    """Return the words with which a signature cell refuses, empty where it does not."""
    match = re.search(_TURNED_DOWN, text)
    return denied(text) or (match[0] if match else "")


def is_opinion(text: str) -> bool:
    """Tell whether a text says anything: no date or sign alone, no 略, 待补 or 同上; 同意 does."""
    plain = folded(text)
    return (
        sum(char.isalpha() for char in plain) >= _SHORTEST
        and plain not in _PLACEHOLDERS - {"同意", "同意销号", "已同意", "通过", "属实", "合格"}
        and not re.match(_NOT_YET, plain)
        and not _only_date(plain)
    )


@lru_cache(KEPT)
def people(text: str) -> frozenset[str]:
    """Return who is named in a text, as names are compared: several may stand there, with or without their office."""
    plain = re.sub(r"[（(【\[][^）)】\]]*[）)】\]]?", "", unicodedata.normalize("NFKC", text))
    names = (folded(part) for part in re.split(r"[、,，;；/\\|\n]", plain))
    return frozenset(re.sub(_TITLE, "", name) or name for name in names if name)


def same_person(one: str, other: str) -> bool:
    """Tell whether two texts name one person; where one gives surname and office (王局长), the surname decides."""
    ones, others = people(one), people(other)
    if ones & others:
        return True
    return any(
        len(min(left, right, key=len)) == 1 and left[0] == right[0]
        for left in ones
        for right in others
        if left and right
    )


def format_signature(name: str, day: date) -> str:
    """Return what a signature cell holds."""
    return f"{name} {day.isoformat()}"


def signature_text(mark: Signature) -> str:
    """Return a signature as a sentence names it: who, and when."""
    return mark.name + (f"于{mark.day.isoformat()}" if mark.day else "")


def first_day(when: ReadDate) -> date | None:
    """Return the first day that a date can mean: of a month its first."""
    return when.day.replace(day=1) if when.day and when.kind == "month" else when.day
