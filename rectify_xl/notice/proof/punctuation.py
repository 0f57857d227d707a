"""Punctuation: pairs, half and full width, doubled, missing or out of step, and blanks inside Chinese text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import SourceLine
from rectify_xl.notice.proof.manuscript import Manuscript, finding_at
from rectify_xl.notice.proof.proof_rules import finding
from rectify_xl.text import cell_value, pairs
from rectify_xl.text.excerpts import around, head

_HAN = "\u4e00-\u9fff"
_MARKS = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（"}
_NAMES = {"，": "逗号", "：": "冒号", "；": "分号", "？": "问号", "！": "感叹号", "（": "括号"}
_HALF = re.compile(
    rf"(?:(?<=[{_HAN}”’》）】])|(?<=[%\d](?=[,;!?][{_HAN}“]))|^)[,:;?!](?!//|[A-Z]{{1,3}}\d)|\((?=[{_HAN}\d“])"
)
_DOUBLED = re.compile(r"[,，;；:：、。][,，;；:：、。]+|(?<=[!！?？])[,，;；、。]+|[,，;；:：、][!！?？]")
_POINT = re.compile(rf"(?<=[{_HAN}”）》])[.．](?=\s*$|[{_HAN}“（])")
_GAP = r"[ \u3000\xa0]"
_UNITS = "[个条项件宗起类次人名位场期处份笔户家册年月日]"
_BLANK = re.compile(
    rf"(?<=[{_HAN}，。；：、”）》]){_GAP}+(?=[{_HAN}，。；：、“（《])"
    rf"|(?<=[{_HAN}])(?:{_GAP}+\d{{1,6}}{_GAP}*|\d{{1,6}}{_GAP}+)(?={_UNITS})"
)
_ENDS = tuple("。！？；：!?;:…”’）)》】.—")
_LIST_MARK = re.compile(r"([^。；;，,:：、\s]?)[ ]*([二三四五六七八九十]是)(?!否)")
_NAMED = {
    "“”": "双引号",
    "‘’": "单引号",
    "《》": "书名号",
    "〈〉": "单书名号",
    "（）": "圆括号",
    "【】": "方头括号",
    "〔〕": "六角括号",
}
_HEADING_NUMBER = (
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、．](?!\d))[ \u3000\xa0]*"
)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def paired(text: Manuscript) -> Iterator[Finding]:
    """Report quotation marks and brackets without their partner, and such that stand inside their own kind."""
    for line in text.lines:
        masked = _bracketed(line.text)
        for pair, name in _NAMED.items():
            alone = [at for at in pairs.lonely(masked, pair) if not _apostrophe(masked, at)]
            if alone:
                left, right = masked.count(pair[0]), masked.count(pair[1])
                yield finding(
                    "引号括号不成对",
                    f"左{name}{left}个，右{name}{right}个，不成对",
                    line=line.number,
                    excerpt=around(line.text, alone[0], alone[0] + 1),
                )
            elif pair in ("“”", "《》") and (inside := pairs.nested(masked, pair)):
                inner = "单引号‘’" if pair == "“”" else "单书名号〈〉"
                yield finding(
                    "引号嵌套不规范",
                    f"{name}里又用{name}{len(inside)}处，里层应用{inner}",
                    line=line.number,
                    excerpt=around(line.text, inside[0], inside[0] + 1),
                )
        if line.text.count('"') % 2:
            at = line.text.rfind('"')
            yield finding(
                "引号括号不成对", '直引号"是单数，不成对', line=line.number, excerpt=around(line.text, at, at + 1)
            )
        if (single := _outer_single(masked)) is not None:
            yield finding(
                "引号嵌套不规范",
                "单引号用在最外层，应用双引号“”",
                line=line.number,
                excerpt=around(line.text, single, single + 1),
            )


def _bracketed(text: str) -> str:
    """Return `text` with round brackets full-width, and the bracket of a number such as 1) left out of the count."""
    masked = text.replace("(", "（").replace(")", "）")
    return re.sub(
        r"(?:(?<=^)|(?<=[。；;，,、：:\s])(?<!\d[:：]))([0-9a-zA-Z一二三四五六七八九十]{1,2})）", r"\1_", masked
    )


def _apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and at > 0 and text[at - 1] in _LETTERS


def _outer_single(text: str) -> int | None:
    """Return where ‘ stands outside “”, in a line whose marks all have partners."""
    if "‘" not in text or pairs.lonely(text, "“”") or pairs.lonely(text, "‘’"):
        return None
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "“") - (char == "”")
        if char == "‘" and not depth:
            return at
    return None


def widths(text: Manuscript) -> Iterator[Finding]:
    """Report half-width punctuation: once where all of it is, mark by mark where the text mixes both."""
    half: dict[str, list[tuple[SourceLine, int]]] = {}
    for line in text.lines:
        for match in _HALF.finditer(line.text):
            half.setdefault(_MARKS[match[0]], []).append((line, match.start()))
    everywhere: list[str] = []
    for full, places in half.items():
        wide = sum(line.text.count(full) for line in text.lines)
        if not wide:
            everywhere.append(f"{_NAMES[full]}{len(places)}处")
            continue
        few_half = len(places) <= wide
        name = _NAMES[full]
        listed = places if few_half else [(line, line.text.index(full)) for line in text.lines if full in line.text]
        lines = list(dict.fromkeys(line.number for line, _ in listed))
        line, at = listed[0]
        yield finding(
            "标点全半角混用",
            f"{name}全角{wide}处、半角{len(places)}处；{'半角' if few_half else '全角'}的在"
            f"第{'、'.join(map(str, lines))}行",
            line=line.number,
            excerpt=around(line.text, at, at + 1),
        )
    if everywhere:
        first = min((places[0] for places in half.values()), key=lambda place: place[0].number)
        yield finding(
            "半角标点",
            f"全文的标点用了半角：{'、'.join(everywhere)}",
            line=first[0].number,
            excerpt=around(first[0].text, first[1], first[1] + 1),
        )


def doubled(text: Manuscript) -> Iterator[Finding]:
    """Report two marks in a row, and a point that stands for a full stop."""
    for line in text.lines:
        for match in _DOUBLED.finditer(line.text):
            yield finding_at("标点重叠", f"“{match[0]}”是连在一起的标点", line, match)
        for match in _POINT.finditer(line.text):
            yield finding_at("标点重叠", "用“.”代替了句号", line, match)


def endings(text: Manuscript) -> Iterator[Finding]:
    """Report paragraphs without a closing mark, and, once, status lines that differ in this from most others."""
    statuses = {item.status_line: item for item in text.parsed.items if item.status} if text.parsed else {}
    headings = _headings(text)
    shut: list[SourceLine] = []
    bare: list[SourceLine] = []
    for line in text.lines:
        ended = line.text.rstrip().endswith(_ENDS)
        if line.number in statuses and len(line.text) <= 80:
            (shut if ended else bare).append(line)
        elif not ended and line.number not in headings and len(line.text) > 30 and re.search("[。，,]", line.text):
            yield finding(
                "句末缺标点",
                "这一段末尾没有标点",
                line=line.number,
                excerpt=around(line.text, len(line.text) - 1, len(line.text)),
            )
    if shut and bare:
        few = min(shut, bare, key=len)
        what, other = ("没有", "有") if few is bare else ("有", "没有")
        lines = "、".join(str(line.number) for line in few)
        yield finding(
            "句末缺标点",
            f"完成情况一行末尾{what}句号的{len(few)}处（第{lines}行），其余{len(shut) + len(bare) - len(few)}处{other}",
            line=few[0].number,
            excerpt=head(few[0].text),
        )


def _headings(text: Manuscript) -> frozenset[int]:
    if text.parsed is None:
        return frozenset()
    parsed = text.parsed
    prose = [passage.line for passage in parsed.passages if passage.part in ("标题", "落款") or not passage.body]
    return frozenset(
        [
            *(item.line for item in parsed.items if item.line != item.body_line),
            *(heading.line for heading in parsed.aspects),
            *(group.heading.line for group in parsed.groups),
            *prose,
        ]
    )


def blanks(text: Manuscript) -> Iterator[Finding]:
    """Report blanks inside Chinese text, names in quotation marks aside; one finding for each line."""
    signed = {passage.line for passage in text.parsed.passages if passage.part == "落款"} if text.parsed else set()
    tables = _tables(text.lines)
    for line in text.lines:
        if line.number in signed or line.number in tables or not re.search("[ \u3000\xa0]", line.text):
            continue
        mark = _number_end(line.text)
        places = [
            match
            for match in _BLANK.finditer(line.text, mark)
            if not (_quoted(line.text, match) or _left_open(line.text, match))
        ]
        if places:
            first = places[0]
            yield finding(
                "多余空格",
                f"中文之间或数字前后有空格{len(places)}处",
                line=line.number,
                excerpt=around(line.text, first.start(), first.end()),
            )
    yield from _after_numbers(text)


def _tables(lines: Sequence[SourceLine]) -> frozenset[int]:
    """Return the lines of tables whose columns only blanks keep apart: three or more in a row, equally many columns."""
    table_lines: set[int] = set()
    columns = [(line.number, len(line.text.split())) for line in lines if line.text.strip()]
    for count, rows in itertools.groupby(columns, key=lambda row: row[1]):
        numbers = [number for number, _ in rows]
        if count >= _FEWEST_COLUMNS and len(numbers) >= _FEWEST_COLUMNS:
            table_lines.update(numbers)
    return frozenset(table_lines)


_FEWEST_COLUMNS = 3


def _after_numbers(text: Manuscript) -> Iterator[Finding]:
    """Report, once, that some numbers of headings are followed by a blank and most are not."""
    marked = [line for line in text.lines if _number_end(line.text)]
    spaced = [line for line in marked if line.text[_number_end(line.text) - 1] in " \u3000\xa0"]
    if spaced and len(spaced) < len(marked):
        few = spaced if len(spaced) * 2 <= len(marked) else [line for line in marked if line not in spaced]
        lines = "、".join(str(line.number) for line in few)
        yield finding(
            "多余空格",
            f"序号后面有空格的{len(spaced)}处，没有空格的{len(marked) - len(spaced)}处；前后不一的在第{lines}行",
            line=few[0].number,
            excerpt=head(few[0].text),
        )


def _number_end(text: str) -> int:
    match = re.match(
        r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、．](?!\d))"
        r"[ \u3000\xa0]*",
        text,
    )
    return match.end() if match else 0


def _quoted(text: str, match: re.Match[str]) -> bool:
    """Tell whether a blank stands inside a quotation: it belongs to a name."""
    before = text[max(0, match.start() - 60) : match.start()]
    return before.rfind("“") > before.rfind("”") or before.rfind("《") > before.rfind("》")


def _left_open(text: str, match: re.Match[str]) -> bool:
    """Tell whether a blank is meant: room to be filled in (　　年　　月　　日), or what keeps two columns apart."""
    wide = match[0].count("\u3000") > 1 or len(match[0]) > 3
    filled = re.search(r"\d", match[0])
    return not filled and (wide or text[match.end() : match.end() + 1] in "年月日")


def joints(text: Manuscript) -> Iterator[Finding]:
    """Report 二是 without a mark before it, and a paragraph that parts its points with both ； and 。."""
    for line in text.lines:
        if "一是" not in line.text:
            continue
        before: list[tuple[str, int]] = []
        for match in _LIST_MARK.finditer(line.text):
            char = line.text[match.start(2) - 1 : match.start(2)]
            if line.text[: match.start(2)].endswith(match[2]):
                doubled = finding(
                    "分项之间标点不一",
                    f"“{match[2]}”连写了两次",
                    line=line.number,
                    excerpt=around(line.text, match.start(2), match.end()),
                )
                yield doubled._replace(fix="请删去多出的一个。")
            elif re.match(f"[{_HAN}]", char) and not re.match("[第都也不就正还只但凡统唯]", char):
                yield finding(
                    "分项之间标点不一",
                    f"“{match[2]}”前面缺标点",
                    line=line.number,
                    excerpt=around(line.text, match.start(2), match.end()),
                )
            elif char in "；;。":
                before.append(("；" if char in "；;" else "。", match.start(2)))
        yield from _mixed(line, before)


def _mixed(line: SourceLine, before: Sequence[tuple[str, int]]) -> Iterator[Finding]:
    signs = [sign for sign, _ in before]
    if len(set(signs)) < 2:
        return
    few = min(("。", "；"), key=signs.count)
    at = next(position for sign, position in before if sign == few)
    yield finding(
        "分项之间标点不一",
        f"分项之间用“{'”“'.join(dict.fromkeys(signs))}”两种标点（“{few}”{signs.count(few)}处）",
        line=line.number,
        excerpt=around(cell_value.text(line.text), at, at + 2),
    )
