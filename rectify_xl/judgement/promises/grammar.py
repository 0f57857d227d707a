"""The grammar of commitments: one text of a ledger becomes its pieces, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from rectify_xl import dates
from rectify_xl.dates import Mention, ReadDate
from rectify_xl.judgement.promises import tenses
from rectify_xl.judgement.promises.anchor import Anchor
from rectify_xl.judgement.promises.commitment import TOLD_AS_DONE, CommitmentPhrase, Tense
from rectify_xl.judgement.promises.date_context import Surroundings
from rectify_xl.judgement.promises.prose_clauses import (
    REST,
    clause_end,
    clause_start,
    sentence_end,
    sentence_start,
    without_runs,
)
from rectify_xl.judgement.promises.undated_states import StateWords, in_title, states
from rectify_xl.judgement.promises.verbs import UNFINISHED
from rectify_xl.text import cell_value

_NO_COUNT = r"(?<![\d一二三四五六七八九十个本当上下两每按])"
_QUARTERLY = (
    "每个?季度?|按季度?|逐季|每(?:三|3)个月|一季度?一(?![日号个])|次/季"
    f"|(?<![第一二三四每按])季度(?:{REST}{{0,4}}考[核评]|例会|通报|盘点|检查|点评|{REST}{{2,10}}会议)"
)
PERIODS: tuple[tuple[str, str], ...] = (
    ("每个?工作日|每[天日]|按日(?!加收|计|收)", "每天"),
    ("每两周|每半个?月", "每半月"),
    (
        f"每个?(?:周|星期)|按周|周周|一周一(?![个名位])|(?<=[一二三])周例会|{_NO_COUNT}周(?:检查|巡查|研判|通报|评比|小结|点评)|次/周",
        "每周",
    ),
    ("每旬", "每旬"),
    ("每(?:两|2)个?月|每双月", "每两月"),
    (
        f"每个?月度?|按月(?!份)|逐月|月月|一月一(?![日号个])|次/月|{_NO_COUNT}月度?(?:例会|考核|考评|调度|通报|评比|检查|点评|小结)",
        "每月",
    ),
    (_QUARTERLY, "每季度"),
    ("每半年|半年度(?:考核|检查)|每(?:六|6)个月|半年一[次评查考]|每个?学期", "每半年"),
    (
        r"每个?(?:学年|年度?)|按年(?!度?计划|龄|限)|一年一[次评查考训]|次/年|(?<![\d前本])(?<![列纳]入)年度考核",
        "每年",
    ),
)
"""Words of a rhythm, and the rhythm. A named one (季度考核) repeats as its name says."""

COUNTS = (
    r"(?:至少|不少于|不低于|不超过|最少|共|各)?\s*(?:\d+|[一二两三四五六七八九十]+)\s*"
    r"(?:人次|次|人|名|期|场|份|条|家|户|例|项|个|轮|遍)(?!性)(?:以上)?"
)
_BARE_COUNT = rf"\s*{COUNTS}\s*"
_EACH_TIME = f"[，,]\\s*每(?:次|期|场|人){REST}*"
_REPORTED = "(?:绩效|考核|经营|财务)?(?:考核)?(?:数据|指标|报表|情况汇报)|以来|以前的|前的"
"""What follows a date that belongs to a figure or a period, and not to something done."""
_LEADING = (
    "拟定|拟|计划|预计|力争|争取|确保|将|定|已|均|须|需|应|要求|要|限|承诺|目标|安排|最迟|不晚于|不迟于|延期|推迟|顺延|"
    "截止|截至|实际|务必|必须|原|暂|约|规|不超过|合同|(?:限|责令|责成|要求)[^，。；,;\\d]{1,8}(?=于|在)"
)
"""Words that lead to a date and are quoted with it."""
_LONGEST_LEAD = 24
_PLANS = "拟|计划|预计|准备|将|近期"
"""Words of a plan that a date in the same clause decides."""


def read(text: str, anchor: Anchor) -> tuple[CommitmentPhrase, ...]:
    """Return the dated, periodic and undated commitments in `text`; nothing of it is read twice as undated."""
    plain = cell_value.narrow(text)
    stated = tuple(states(plain))
    pieces = [*_dated(plain, anchor), *_periodic(plain, stated, anchor)]
    pieces += _undated(plain, stated, pieces)
    return tuple(sorted(pieces, key=lambda piece: (piece.trigger, piece.kind)))


# Dates


def _dated(text: str, anchor: Anchor) -> Iterator[CommitmentPhrase]:
    first: Mention | None = None
    mentions = _mentions(text, anchor)
    for mention, following in zip_longest(mentions, mentions[1:]):
        if following and re.fullmatch("至|到|[—–~-]{1,2}", text[mention.end : following.start]):
            first = first or mention
            continue
        opens, first = first or mention, None
        trigger = opens.start
        begin, end = clause_start(text, trigger), clause_end(text, mention.end)
        when = _around_feedback(opens, mention, anchor) or _yeared(mention, anchor)
        reading = tenses.of_date(_surroundings(text, begin, trigger, mention, end))
        if reading is None or _background(text, mention, when, anchor, reading.tense):
            continue
        start = begin + _lead(text[begin:trigger], far=mention.text == "年底")
        words = text[start:end]
        yield CommitmentPhrase(
            start,
            end,
            trigger,
            "dated",
            when,
            "",
            _quantity(without_runs(text[mention.end : end])),
            reading.tense,
            unfinished=reading.unfinished,
            phrase=words,
            reported=reading.reported,
        )


def _surroundings(text: str, begin: int, trigger: int, mention: Mention, end: int) -> Surroundings:
    return Surroundings(
        without_runs(text[sentence_start(text, begin) : begin]),
        without_runs(text[begin:trigger]),
        mention.text,
        without_runs(text[mention.end : end]),
        without_runs(text[end : sentence_end(text, end)]),
    )


def _mentions(text: str, anchor: Anchor) -> list[Mention]:
    """Return what `dates.mentions` finds, damaged dates, and a bare 年底 of which something is said to come."""
    mentions = [
        mention
        for mention in dates.mentions(text, anchor.after, year=anchor.year, written_on=anchor.written)
        if not in_title(text, mention.start)
    ]
    spans = [(mention.start, mention.end) for mention in mentions]
    position = 0
    for piece in dates.damaged(text):
        start = text.index(piece, position)
        position = start + len(piece)
        if all(position <= begin or start >= end for begin, end in spans):
            mentions.append(Mention(start, position, piece, ReadDate("damaged", piece)))
    mentions += [
        Mention(*match.span(), match[0], dates.read(match[0], after=anchor.after))
        for match in re.finditer(r"(?<![\d年月今本每去上明次来翌当同])年底(?!前)", text)
        if re.search("[将拟]|计划|力争", text[clause_start(text, match.start()) : match.start()])
    ]
    return sorted(mentions, key=lambda mention: mention.start)


def _lead(before: str, *, far: bool) -> int:
    """Return where the words begin that lead to a date, such as 拟于; `far` looks for them in the whole clause."""
    pattern = "[将拟计力]" if far else f"(?:{_LEADING})*(?:于|在|到|至)?$"
    first = 0 if far else max(len(before) - _LONGEST_LEAD, 0)
    lead = re.search(pattern, before[first:])
    return first + lead.start() if lead else len(before)


def _yeared(mention: Mention, anchor: Anchor) -> ReadDate:
    """Return what a date means; of 今年, how its year is known is told."""
    bare = re.sub("^(?:今年|本年度?)", "", mention.text)
    if bare == mention.text or not anchor.year:
        return mention.when
    when = dates.read(bare, after=date(anchor.year, 1, 1))
    return when._replace(text=mention.text, inferred=f"“今年”的年份：{anchor.year_note}") if when.day else mention.when


def _around_feedback(first: Mention, last: Mention, anchor: Anchor) -> ReadDate | None:
    """Return the end of a range of months around the feedback (1月至8月): both lie in the year of the feedback."""
    if (
        anchor.after is None
        or first is last
        or not all("未写年份" in mention.when.inferred for mention in (first, last))
    ):
        return None
    begins, ends = (dates.read(mention.text, after=anchor.after.replace(month=1, day=1)) for mention in (first, last))
    if begins.day and ends.day and begins.day < anchor.after <= ends.day and begins.day.year == ends.day.year:
        return ends._replace(text=last.text)
    return None


def _background(text: str, mention: Mention, when: ReadDate, anchor: Anchor, tense: Tense) -> bool:
    """Tell whether a date belongs to the problem's own history, or to a figure, and not to what is done about it."""
    if anchor.opened and when.day and when.day < anchor.opened:
        return True
    if re.match(_REPORTED, text[mention.end :]):
        return True
    if tense == "planned" or re.match(f"(?:全部|基本)?(?:{UNFINISHED})(?!情况)", text[mention.end :]):
        return False
    return bool(re.search(r"季度$|(?:19|20)\d\d年$", mention.text))


# Rhythms


_CARRIED_OUT = (
    r"(?<!可)(?:已(?:经)?|累计|截[至止]目前)[^。；;\n]{0,10}?(?:\d+|[一二两三四五六七八九十]+)(?:余)?"
    "(?:次|期|场|轮|个|份|条|人次)"
)
"""What was done in a rhythm so far (每月开展一次抽查，已开展4次)."""


def _periodic(text: str, stated: Sequence[StateWords], anchor: Anchor) -> Iterator[CommitmentPhrase]:
    for words, period in PERIODS:
        for match in re.finditer(words, text):
            begin, end = clause_start(text, match.start()), clause_end(text, match.end())
            start = match.start()
            if re.fullmatch(_BARE_COUNT, text[match.end() : end]) and begin == start and begin:
                start = clause_start(text, begin - 1)
            more = re.match(_EACH_TIME, text[end:])
            end += len(more[0]) if more else 0
            before, after = text[begin : match.start()], text[match.end() : sentence_end(text, end)]
            if _former(before, after) or _over(before, anchor):
                continue
            denied = next(
                (phrase for phrase in stated if phrase.tense == "not_begun" and begin <= phrase.start < end), None
            )
            planned = re.search("(?:拟|将|计划)(?:在|于)?$", before)
            yield CommitmentPhrase(
                start,
                end,
                match.start(),
                "periodic",
                ReadDate("period", match[0]),
                period,
                _quantity(text[match.end() : end]),
                "not_begun" if denied else "planned" if planned else "stated",
                unfinished=denied is not None,
                phrase=denied.words if denied else "",
                reported=bool(re.search(_CARRIED_OUT, after)) and not planned and denied is None,
                since=_since(text[sentence_start(text, match.start()) : match.start()], anchor),
            )


def _since(before: str, anchor: Anchor) -> date | None:
    """Return the first day of a rhythm whose beginning the sentence names (从10月起每月通报)."""
    if not re.search("[月日号底]份?起", before):
        return None
    for mention in reversed(dates.mentions(before, anchor.after, year=anchor.year, written_on=anchor.written)):
        if re.match("份?起", before[mention.end :]) and mention.when.day:
            return mention.when.day.replace(day=1) if mention.when.kind == "month" else mention.when.day
    return None


def _former(before: str, after: str) -> bool:
    """Tell whether a rhythm is the one that was given up (由每月1次增加到每周1次)."""
    return bool(
        re.search(f"(?:由|从|原来|原先?|原[为定])(?:的|是|为)?{REST}{{0,4}}$", before)
        and re.match(
            f"{REST}{{0,8}}?(?:增加?|调整?|提高|改|缩短|延长|加密|变更?|降|压缩|提升|优化)(?:为|到|至|成)", after
        )
    )


def _over(before: str, anchor: Anchor) -> bool:
    """Tell whether a rhythm was that of months that lay behind the notice (4月至6月每月开展一次抽查)."""
    if re.search("[拟将须应]|计划|要求|起$|开始$|每$", before):
        return False
    if not re.search("[月日号底]份?(?:期间|间|内)?(?:[，,]?共?)?$", before):
        return False
    days = [
        mention.when.day
        for mention in dates.mentions(before, anchor.after, year=anchor.year, written_on=anchor.written)
    ]
    last = days[-1] if len(days) > 1 else None
    return last is not None and anchor.written_by is not None and last <= anchor.written_by


def _quantity(text: str) -> str:
    counts = (re.sub(r"\s+", "", count) for count in re.findall(COUNTS, text))
    return "、".join(dict.fromkeys(count for count in counts if count))


# Intentions without a date


def _undated(text: str, stated: Sequence[StateWords], known: Sequence[CommitmentPhrase]) -> Iterator[CommitmentPhrase]:
    """Yield the states that no dated or periodic piece holds already.

    A date that is told as done settles a plan in its clause (按计划于6月完成), but no denial.
    """
    open_spans = [
        (piece.start, piece.end) for piece in known if piece.kind == "periodic" or piece.tense not in TOLD_AS_DONE
    ]
    dated_spans = [(piece.start, piece.end) for piece in known if piece.kind == "dated"]
    spans: list[tuple[int, int]] = []
    for state in stated:
        start, end = state.start, clause_end(text, state.end)
        if state.words.endswith("中") and not re.match("正在|还在", state.words):
            start = clause_start(text, start)
        decided = dated_spans if re.match(_PLANS, state.words) else open_spans
        others = (*spans, *decided, *open_spans)
        if not any(begin < end and start < stop for begin, stop in others):
            spans.append((start, end))
            quantity = _quantity(state.words)
            yield CommitmentPhrase(
                start,
                end,
                state.start,
                "undated",
                ReadDate("none"),
                "",
                quantity,
                state.tense,
                state.unfinished,
                state.words,
            )
