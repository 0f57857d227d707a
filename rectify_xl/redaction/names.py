"""Personal names: those that the ledger names as people, and those that a title makes certain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rectify_xl.redaction.hit import Hit, apart

COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙"
        "宇文司徒鲜于司空令狐百里呼延东郭南门轩辕",
    )
)
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞"
    "章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍"
    "翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆燕迟喻尚党"
)
"""Surnames of people that the ledger names: there a column says that it is a name."""
SAFE_SURNAMES = (
    "王李张刘陈杨赵吴徐孙朱胡郭罗梁宋郑谢韩唐冯萧曹袁邓沈彭吕苏卢蒋蔡贾魏薛阎潘杜戴钟汪姜姚谭廖邹郝崔邱秦顾侯邵孟贺龚"
)
"""Surnames that begin few other words: only with these a title makes a name."""
PUBLIC_FIGURES = frozenset(
    re.findall(
        r"\w+",
        "毛泽东 周恩来 刘少奇 朱德 邓小平 陈云 江泽民 胡锦涛 习近平 李大钊 陈独秀 方志敏 董存瑞 黄继光 邱少云 刘胡兰 "
        "雷锋 焦裕禄 孔繁森 白求恩 王进喜 张思德 钱学森 袁隆平 张桂梅 黄大年 黄文秀 廖俊波 谷文昌 杨善洲 钟南山 屠呦呦 "
        "李时珍 张仲景 孙思邈",
    )
)
"""Names that are never covered: leaders whose works are studied, and models known to everybody."""

TITLES = (
    "同志|医生|医师|护士|护师|药师|老师|先生|女士|主任|副主任|书记|副书记|科长|副科长|院长|副院长|局长|副局长|所长|站长|校长|"
    "馆长|组长|主席|会计|出纳|护士长|党员|职工|负责人|联系人|责任人|经办人|当事人"
)
_CALLED = "同志|医生|医师|护士|护师|药师|老师|先生|女士|主任|书记"
"""What follows a name and makes it one: 院长 is not among them, since it also begins 医院长期."""
_LEAD = (
    r"(^|[\s，。；：:、,;（(“‘]|[一二三四五六七八九十]是"
    "|由|对|给予|责令|约谈|免去|任命|问责|涉及|原|时任|党员|职工|干部|患者|村民|会计|出纳)"
)
_NOT_GIVEN = (
    "的了是在和与及对为由将已未被让把其该各每全体等名个位次人员多科室部门院所站组队级任务责党支医区县市省镇乡村办局会委事工作班子副"
    "正主书记同志护士师药技分管负领导要有关相年月日第一二三四五六七八九十两几本我你他她们这那此某不无非"
)
_CALLED_NAME = f"{_LEAD}([{SAFE_SURNAMES}][^{_NOT_GIVEN}\\W\\d_a-zA-Z]{{1,2}})$"
_WORDS = ("杜绝", "陈旧", "陈列", "陈述", "谢绝", "郑重", "顾全", "顾及", "罗列", "汪洋", "唐突", "钟点")
_REACH = 8
"""Characters before a title in which a name and what leads to it are looked for."""
_OFFICES = "科室办处局股所站组队委部院厂校班司"
_NOBODY = "工会|委员会|理事会|支委会|中心|全体|班子|支部|领导|同志|成员|人员|负责人|某"
_SPACED = r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
"""A name of two characters that was spread to the width of three."""
_BEFORE = f"(?:{TITLES}|由|对|给予|约谈|免去|任命|姓名)[：:]?$"
_AFTER = f"^(?:{TITLES}|[（(]|等人|等\\d|[两二三四五]人|担任|任组长|为组长|牵头|负责|本人|签字)"


def covered(name: str) -> str:
    """Return what an office prints instead of a name: the surname, and 某 for each other character."""
    surname = name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]
    return surname + "某" * (len(name) - len(surname))


def people(text: str) -> list[str]:
    """Return the names in a cell that names people (`张三、李四`, `院长王五（兼）`); departments are none."""
    found = []
    bare_of_dates = re.sub(r"[（(][^（）()]*[)）]|\d[\d.\-/年月日号:]*", "；", text)
    for piece in re.split(r"[\s、，,；;/\\]+", re.sub(_SPACED, r"\1\2", bare_of_dates)):
        bare = re.sub(f"^(?:{TITLES})+|(?:{TITLES})+$", "", piece)
        if is_name(bare):
            found.append(bare)
    return found


def is_name(text: str) -> bool:
    """Tell whether a word of a column of people is a person's name."""
    if not 2 <= len(text) <= 4 or not re.fullmatch("[\u4e00-\u9fff·]+", text):
        return False
    led = text[:2] in COMPOUND if len(text) == 4 else text[:2] in COMPOUND or text[0] in SURNAMES
    return led and text[-1] not in _OFFICES and not re.search(_NOBODY, text)


def find(text: str, known: Collection[str], kept: Collection[str]) -> list[Hit]:
    """Return the names in `text`: the `known` ones, and those that a title makes certain; never those of `kept`."""
    free = PUBLIC_FIGURES.union(kept)
    found = [hit for name in known if name in text and name not in free for hit in _known(text, name)]
    found += [hit for hit in _called(text) if text[hit.start : hit.end] not in free]
    if not found:
        return []
    shown = [match.span() for name in free if name in text for match in re.finditer(re.escape(name), text)]
    return apart([hit for hit in found if all(hit.end <= start or hit.start >= end for start, end in shown)])


def _known(text: str, name: str) -> Iterator[Hit]:
    """Yield a name of the ledger; two characters may be an ordinary word (高峰), so that they need company."""
    for match in re.finditer(re.escape(name), text):
        certain = (
            len(name) > 2
            or text == name
            or bool(re.search(_BEFORE, text[: match.start()]) or re.match(_AFTER, text[match.end() :]))
        )
        why = "" if certain else f"“{name}”在台账中是人名，在这里看不出是不是"
        yield Hit(*match.span(), "姓名", covered(name), certain, why)


def _called(text: str) -> Iterator[Hit]:
    """Yield surname, given name and title; of three characters it is certain, of two (周末老师) it is not."""
    for title in re.finditer(_CALLED, text):
        begin = max(0, title.start() - _REACH)
        match = re.search(_CALLED_NAME, text[begin : title.start()])
        if match is None or (begin and not match[1]):
            continue
        name, certain = match[2], len(match[2]) > 2
        if name in _WORDS:
            continue
        why = "" if certain else f"“{name}”像人名，台账的责任人等栏里没有这个人"
        yield Hit(begin + match.start(2), title.start(), "姓名", covered(name), certain, why)
