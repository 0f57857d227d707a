"""Personal names: those that the ledger names as people, and those that a title makes certain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rectify_xl.text.personal_numbers import Hit, apart

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
    "肖闫蓝农"
)
"""Surnames that make a name of the ledger certain in a text; what begins otherwise is a doubt for a person."""
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
_NOBODY = "工会|委员会|理事会|支委会|中心|全体|班子|支部|总支|领导|同志|成员|人员|负责人|某"
_DOTS = "·•‧・∙⋅･"
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_IDEOGRAPHS = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = "A-Za-z\u00c0-\u024f"
_LONGEST = 24
"""Characters of the longest name; longer is a sentence."""
_GAP = rf"[\s{_HIDDEN}{_DOTS}]*"
"""What may stand between the characters of a name where it is written out."""
_RANKS = (
    "分管领导|主要领导|分管|主管|支委委员|委员|处长|副处长|部长|副部长|县长|副县长|镇长|副镇长|乡长|副乡长|股长|副股长|队长|副队长|"
    "副站长|副校长|副馆长|副所长|副组长|经理|副经理|总经理|厂长|干事|科员|秘书|园长|班长|总支书记|支部书记|第一书记|牵头人|签字人"
)
_TASKS = "牵头|负责|主抓|包抓|落实|配合|具体负责|督办|签字|签名|本人|等人|等|兼|及"
_OFFICE_WORDS = "办公室|党政办|党办|政办|委员会|支部|中心|科室|科|股|处|局|所|站|队|部|组|院|室|办|班|厂"
_NO_NAMES = (
    "|分管|主管|待定|待填|待补|暂缺|空缺|同上|同左|如上|见上|相关|有关|各自|单位|主要|集体|"
    "轮值|外聘|全院|全校|各单位|各部门|牵头|负责|本人|已离职|无|不涉及|详见|其他|另定|自行|"
    "共同|党员|群众|干部|职工|专人|各|现任|原任|时任|上级|本单位|已调离|退休|"
)
"""What stands in a column of people while no name does."""
_BEFORE = f"(?:{TITLES}|由|对|给予|约谈|免去|任命|姓名)[：:]?$"
_AFTER = f"^(?:{TITLES}|[（(]|等人|等\\d|[两二三四五]人|担任|任组长|为组长|牵头|负责|本人|签字)"


def covered(name: str) -> str:
    """Return what an office prints instead of a name: the surname, and 某 for each other character.

    Of a name with a dot and of a Latin one the first sign stays; how long it is says too much.
    """
    if re.search(f"[{_DOTS}A-Za-z]", name):
        return name[0] + "某某"
    surname = name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]
    return surname + "某" * (len(name) - len(surname))


def people(text: str, departments: Collection[str] = ()) -> list[str]:
    """Return what may be the names in a cell that names people (`张三、李四`, `办公室张建国`, `站长：张建国`).

    What stands there is a name, whatever its characters, unless it is an office, a group, or no name at all;
    `departments` are those that the ledger knows. Blanks and line breaks may part two names or stand inside one, so
    that both readings are returned.
    """
    persons: list[str] = []
    plain = re.sub(f"[{_HIDDEN}]", "", _narrow_letters(text))
    plain = re.sub(rf"\s*[{_DOTS}]\s*(?=[^\W\d_])", "·", plain)
    bare_of_dates = re.sub(r"\d[\d.\-/年月日号:]*", "；", re.sub(r"[（()）【】\[\]“”\"]", "；", plain))
    for piece in re.split(r"[、，,；;/\\|&＋+。]+|(?<=[\u3400-\u9fff])[和与及](?=[\u3400-\u9fff]{2,})", bare_of_dates):
        if re.fullmatch(f"[{_LATIN}][{_LATIN} .'’·-]+", piece.strip()):
            persons.append(" ".join(piece.split()))
            continue
        whole = "".join(piece.split())
        for part in dict.fromkeys((whole, *piece.split())):
            persons += [name for name in _readings(part, departments) if _is_name(name, departments)]
    return list(dict.fromkeys(persons))


def _readings(piece: str, departments: Collection[str]) -> Iterator[str]:
    """Yield what is left of a piece without the office, the title and the task that stand around a name."""
    bare = piece.rpartition("：")[2].rpartition(":")[2] or piece.rstrip("：:")
    for _ in range(4):
        before = bare
        for department in departments:
            if bare.startswith(department) and len(bare) - len(department) > 1:
                bare = bare[len(department) :]
        bare = re.sub(f"^(?:{TITLES}|{_RANKS})+(?=..)|(?:{TITLES}|{_RANKS}|{_TASKS})+$", "", bare)
        if bare == before:
            break
    if not bare:
        return
    whole = bare
    office = re.match(f"^[^{_DOTS}]*?(?:{_OFFICE_WORDS})(?=[^{_DOTS}]{{2,4}}$)", bare)
    if office and len(bare) > 4:
        bare = re.sub(f"^(?:{TITLES}|{_RANKS})+(?=..)", "", bare[office.end() :])
    yield bare
    if len(bare) in (5, 6) and "·" not in bare and _is_name(bare, departments):
        yield from (half for at in (2, 3) for half in (bare[:at], bare[at:]) if 2 <= len(half) <= 3 and led(half))
    if "·" in bare:
        yield from (part for part in bare.split("·") if len(part) > 1)
    yield from _name_candidates(whole)


def _name_candidates(text: str) -> Iterator[str]:
    """Yield what may be names in a phrase (`由张建国负责落实`); what somebody does is none (安全生产)."""
    if len(text) < 4 or "·" in text:
        return
    for number, part in enumerate(re.split(f"(?:{TITLES}|{_RANKS}|{_TASKS})+", re.sub("^[由请经报](?=...)", "", text))):
        if number == 0 or (part[:1] and part[0] in SAFE_SURNAMES and len(part) < 4):
            yield part
        yield from _within(part)


def _within(part: str) -> Iterator[str]:
    """Yield what may be a Chinese name in a longer word: before what somebody does, behind a trade or an office."""
    for start in range(len(part) - 1 if len(part) > 3 else 0):
        if part[start] in SAFE_SURNAMES or part[start : start + 2] in COMPOUND:
            behind = part[start : start + 4]
            yield behind[:3]
            if behind[:2] in COMPOUND and start + 4 == len(part):
                yield behind


def led(name: str) -> bool:
    """Tell whether a name begins with a surname that few words begin with."""
    return name[:2] in COMPOUND or name[0] in SURNAMES


def _is_name(text: str, departments: Collection[str] = ()) -> bool:
    """Tell whether a word of a column of people may be a person's name."""
    if not 2 <= len(text) <= _LONGEST or text in departments or f"|{text}|" in _NO_NAMES:
        return False
    if not re.fullmatch(f"[{_IDEOGRAPHS}·]+|[{_LATIN}·]+", text):
        return len(text) > 2 and not re.search(f"[{_IDEOGRAPHS}{_LATIN}\\d]", text) and text[0].isalpha()
    office = text[-1] in _OFFICES and not (len(text) <= 3 and text[0] in SAFE_SURNAMES and text[:2] not in _WORDS)
    return not office and not re.search(_NOBODY, text)


def find(text: str, known: Collection[str], kept: Collection[str]) -> list[Hit]:
    """Return the names in `text`: the `known` ones, and those that a title makes certain; never those of `kept`."""
    free = PUBLIC_FIGURES.union(kept)
    text = _narrow_letters(text)
    squeezed = re.sub(_GAP, "", text).casefold()
    hits = [hit for name in known if name not in free and _tight(name) in squeezed for hit in _known(text, name)]
    hits += [hit for hit in _called(text) if text[hit.start : hit.end] not in free]
    hits += [hit for name in known if name not in free for hit in _shortened(text, name)]
    if not hits:
        return []
    free_spans = [match.span() for name in free if name in text for match in re.finditer(re.escape(name), text)]
    return apart([hit for hit in hits if not any(start <= hit.start and hit.end <= end for start, end in free_spans)])


def _shortened(text: str, name: str) -> Iterator[Hit]:
    """Yield what may be a name of the ledger in short, always as a doubt: 建国同志, 扎西 of 扎西次仁, Smith."""
    parts: list[str] = []
    if re.fullmatch(f"[{_LATIN} .'’·-]+", name):
        parts = [rf"(?<![{_LATIN}]){part}(?![{_LATIN}])" for part in re.findall(f"[{_LATIN}]{{3,}}", name)]
    elif re.fullmatch(f"[{_IDEOGRAPHS}]{{3,}}", name) and led(name):
        given = name[2:] if name[:2] in COMPOUND else name[1:]
        parts = [f"{given}(?=同志|书记|主任)"] if len(given) == 2 else []
    elif re.fullmatch(f"[{_IDEOGRAPHS}]{{4}}", name):
        parts = [name[:2], name[2:]]
    for part in parts:
        for match in re.finditer(part, text):
            why = f"“{match[0]}”像是“{covered(name)}”的简称"
            yield Hit(*match.span(), "姓名", covered(match[0]), False, why)


def _narrow_letters(text: str) -> str:
    """Return a text with full-width letters, and blanks between them, as narrow ones; it stays as long."""
    if not re.search("[Ａ-Ｚａ-ｚ]", text):
        return text
    narrow: dict[int, str | int] = {0x3000: " ", **{wide: wide - 0xFEE0 for wide in range(ord("Ａ"), ord("ｚ") + 1)}}
    return text.translate(narrow)


def _tight(name: str) -> str:
    return re.sub(_GAP, "", name).casefold()


def _known(text: str, name: str) -> Iterator[Hit]:
    """Yield a name of the ledger, however it is spaced.

    Two characters may be an ordinary word (高峰), and so may what begins with no common surname: those need company.
    """
    latin = re.fullmatch(f"[{_LATIN} .'’·-]+", name) is not None
    pattern = _GAP.join(map(re.escape, re.sub(_GAP, "", name)))
    if latin:
        pattern = f"(?<![{_LATIN}]){pattern}(?![{_LATIN}])"
    for match in re.finditer(pattern, text, re.IGNORECASE if latin else 0):
        certain = (
            (" " in name.strip() if latin else "·" in name or (2 < len(name) <= 4 and led(name)))
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
