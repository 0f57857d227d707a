"""Find what is damaged or inconsistent in a notice as read. Nothing is corrected."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rectify_xl.ledger.records import Finding
from rectify_xl.notice.model import Heading, NoticeItem, ParsedNotice, Passage, SourceLine
from rectify_xl.notice.reading import heading_numbers, headings, lost_characters, notice_facts, stated_totals
from rectify_xl.notice.reading.heading_numbers import Numbered, sequence
from rectify_xl.notice.reading.reading_rules import finding
from rectify_xl.notice.reading.stated_totals import StatedTotal
from rectify_xl.text import cell_value, pairs
from rectify_xl.text.excerpts import around, head

CELL_LIMIT = 32767
"""Characters that one spreadsheet cell holds."""

_UNITS = {
    "方面": "个",
    "大项": "个",
    "具体问题": "个",
    "整改措施": "条",
    "完成": "个",
    "继续整改": "个",
    "长期坚持": "个",
}


def id_of(item: NoticeItem) -> str:
    """Return the id that the problem gets in the ledger."""
    return f"P{item.no:03d}"


def find_damage(
    parsed: ParsedNotice, lines: Sequence[SourceLine], stated: Sequence[StatedTotal], published: str
) -> tuple[Finding, ...]:
    """Return all findings of a notice, in the order of its lines."""
    findings = [
        *_damaged_dates(lines, published),
        *_inferred_years(parsed, lines),
        *_numbering(parsed),
        *_labels(parsed.items),
        *_headings(parsed.items),
        *_quotes(lines),
        *_statuses(parsed.items),
        *_bodies(parsed.items),
        *_totals(parsed, stated),
        *_missing(parsed),
        *_long(lines, parsed.items),
    ]
    return tuple(sorted(findings, key=lambda fault: (fault.line or len(lines) + lines[-1].number, fault.code)))


def _damaged_dates(lines: Iterable[SourceLine], published: str) -> Iterator[Finding]:
    for line in lines:
        plain = cell_value.narrow(line.text)
        for at, piece in lost_characters.places(line.text):
            hint = f"（网页注明的发布日期是{published}，供核对）" if published and plain.strip() == piece else ""
            yield finding(
                "日期缺字",
                f"日期“{piece}”缺少年、月或数字，按原样保留，没有推断{hint}",
                line=line.number,
                excerpt=around(line.text, at, at + len(piece)),
            )


def _inferred_years(parsed: ParsedNotice, lines: Sequence[SourceLine]) -> Iterator[Finding]:
    read = notice_facts.dated(parsed.inspected_from, parsed.inspected_to, parsed.feedback, parsed.date.day)
    for name, printed, when in (
        ("巡察结束", parsed.inspected_to, read.inspected_to),
        ("反馈日期", parsed.feedback, read.feedback),
    ):
        if when.inferred and when.day:
            line = next((line for line in lines if printed in cell_value.key(line.text)), None)
            yield finding(
                "年份系推定",
                f"{name}“{printed}”{when.inferred}",
                line=line.number if line else None,
                excerpt=head(line.text) if line else "",
            )


def _numbering(parsed: ParsedNotice) -> Iterator[Finding]:
    sections = sorted(
        passage.line for passage in parsed.passages if passage.part == "第二部分" and passage.level == "一级"
    )
    aspects = [Numbered(aspect, (bisect(sections, aspect.line),)) for aspect in parsed.aspects]
    if aspects_run_with_sections(parsed):
        lines = {aspect.line for aspect in parsed.aspects}
        yield from (fault for fault in sequence("方面", main_headings(parsed)) if fault.line in lines)
    else:
        yield from sequence("方面", aspects)
    yield from sequence("大项", [Numbered(group.heading, (group.aspect,)) for group in parsed.groups])
    yield from sequence("问题", [Numbered(item.heading, (item.aspect, item.group)) for item in parsed.items])


def aspects_run_with_sections(parsed: ParsedNotice) -> bool:
    """Tell whether the aspects are main sections themselves (二、关于……方面的整改情况) and numbered with the others."""
    marks = [heading_numbers.split(aspect.number)[0] for aspect in parsed.aspects]
    first = marks[0] if marks else None
    if first is None or any(mark is not None and mark.style != "一、" for mark in marks):
        return False
    before = any(_is_main(passage) and passage.line < parsed.aspects[0].line for passage in parsed.passages)
    return first.value != 1 or not before


def main_headings(parsed: ParsedNotice) -> list[Numbered]:
    """Return the numbered main headings and the aspects among them, in the order of their lines."""
    main = [Heading(passage.number, passage.heading, passage.line) for passage in parsed.passages if _is_main(passage)]
    return [Numbered(heading, ()) for heading in sorted((*main, *parsed.aspects), key=lambda heading: heading.line)]


def _is_main(passage: Passage) -> bool:
    mark, _ = heading_numbers.split(passage.number)
    return mark is not None and mark.style == "一、"


def _labels(items: Sequence[NoticeItem]) -> Iterator[Finding]:
    names = Counter(item.label for item in items if item.body)
    if len(names) < 2:
        return
    usual, times = names.most_common(1)[0]
    for item in items:
        if item.body and item.label != usual and names[item.label] * 5 <= times:
            here = f"写作“{item.label}”" if item.label else "没有栏目名称"
            there = f"写作“{usual}”" if usual else "没有栏目名称"
            yield finding(
                "栏目名称不一",
                f"第{item.no}个问题的正文栏目{here}，其余{times}个{there}",
                line=item.body_line or item.line,
                excerpt=head(item.label + item.label_mark + item.body),
                row_id=id_of(item),
            )


def _headings(items: Sequence[NoticeItem]) -> Iterator[Finding]:
    lacking = [item for item in items if headings.lacks_word(item.heading.title)]
    if not lacking or len(lacking) * 4 > len(items):
        return
    for item in lacking:
        yield _of_heading(
            "标题用语不一", f"第{item.no}个问题的标题没有“问题”二字，其余{len(items) - len(lacking)}个都有", item
        )


def _quotes(lines: Iterable[SourceLine]) -> Iterator[Finding]:
    for line in lines:
        for (left, right), name in (("“”", "双引号"), ("《》", "书名号")):
            opened, closed = line.text.count(left), line.text.count(right)
            if opened == closed:
                continue
            at = pairs.lonely(line.text, left + right)[0]
            yield finding(
                "引号不成对",
                f"左{name}{opened}个，右{name}{closed}个，不成对",
                line=line.number,
                excerpt=around(line.text, at, at + 1),
            )


def _statuses(items: Sequence[NoticeItem]) -> Iterator[Finding]:
    with_status = [item for item in items if item.status]
    for item in items:
        row = id_of(item)
        if item.status is None:
            if 2 * len(with_status) > len(items):
                yield finding(
                    "缺少完成情况",
                    f"第{item.no}个问题没有写完成情况，其余{len(with_status)}个都写了",
                    line=item.line,
                    excerpt=head(item.heading.printed),
                    row_id=row,
                )
        elif not item.status.completion:
            yield finding(
                "完成情况不明",
                f"第{item.no}个问题的完成情况“{head(item.status.text)}”无法归类",
                line=item.status_line or item.line,
                excerpt=head(item.status.text),
                row_id=row,
            )
        elif item.status.mixed and item.status.remaining_due.day is None:
            yield finding(
                "剩余时限不明",
                f"第{item.no}个问题还有剩余事项“{head(item.status.remaining)}”，但没有可读的完成时限",
                line=item.status_line or item.line,
                excerpt=head(item.status.text),
                row_id=row,
            )


def _of_heading(word: str, message: str, item: NoticeItem) -> Finding:
    return finding(word, message, line=item.line, excerpt=head(item.heading.printed), row_id=id_of(item))


def _bodies(items: Iterable[NoticeItem]) -> Iterator[Finding]:
    for item in items:
        if not item.body:
            yield _of_heading("缺少整改情况", f"第{item.no}个问题的标题之下没有整改情况", item)


def _totals(parsed: ParsedNotice, stated: Sequence[StatedTotal]) -> Iterator[Finding]:
    counted = stated_totals.counted(parsed.aspects, parsed.groups, parsed.items)
    customs = stated_totals.customs(parsed.aspects, parsed.groups, parsed.items)
    withheld = stated_totals.withheld(parsed.passages)
    hint = "；有不公开的问题的，请在文中写明“其中×个不公开”" if "公开" in parsed.edition and not withheld else ""
    conflicting = stated_totals.conflicting(stated)
    for name, value in parsed.declared.items():
        if name in counted and name not in conflicting and (parsed.aspects or name not in ("方面", "大项")):
            if value in customs[name] or _made_up(name, value - counted[name], withheld):
                continue
            mine = [statement for statement in stated if statement.total.name == name]
            place = next((statement for statement in mine if statement.total.value == value), mine[0])
            more = "多" if counted[name] > value else "少"
            yield finding(
                "声明数不符",
                f"文中写明{name}{value}{_UNITS[name]}，逐条数出{counted[name]}{_UNITS[name]}，"
                f"{more}{abs(counted[name] - value)}{_UNITS[name]}{hint if more == '少' else ''}",
                line=place.line,
                excerpt=place.words,
            )
    for name, places in conflicting.items():
        known = f"；逐条数出{counted[name]}" if name in counted else ""
        statements = "，".join(f"第{statement.line}行写{statement.total.value}" for statement in places)
        wrong = [statement for statement in places if name in counted and statement.total.value not in customs[name]]
        place = wrong[0] if wrong else places[0]
        yield finding(
            "总数前后不一", f"{name}的总数前后不同：{statements}{known}", line=place.line, excerpt=place.words
        )


def _made_up(name: str, more: int, withheld: int) -> bool:
    """Tell whether problems that a notice says are withheld may account for what it states beyond what it prints."""
    if name == "具体问题":
        return more == withheld
    return withheld > 0 and more > 0 and (more <= withheld or name not in ("完成", "继续整改", "长期坚持"))


def _missing(parsed: ParsedNotice) -> Iterator[Finding]:
    contact = parsed.contact
    absent = [
        name
        for name, value in (
            ("通报标题", parsed.title),
            ("落款单位", parsed.unit),
            ("通报日期", parsed.date.text),
            ("反馈日期", parsed.feedback),
            ("联系方式", contact.phone or contact.email or contact.address),
        )
        if not value
    ]
    if absent:
        yield finding("要素缺失", f"没有找到{'、'.join(absent)}")


def _long(lines: Iterable[SourceLine], items: Iterable[NoticeItem]) -> Iterator[Finding]:
    lengths = {line.number: len(line.text) for line in lines}
    lengths |= {item.body_line: len(item.body) for item in items}
    for number, length in lengths.items():
        if length > CELL_LIMIT:
            yield finding("文字过长", f"这一段共{length}字，超过单元格上限{CELL_LIMIT}字", line=number)
