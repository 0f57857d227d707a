"""What both kinds of notice are composed from: the rows of 通报文稿, the slots, and the findings on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rectify_xl import dates
from rectify_xl.ledger import default_prose, schema
from rectify_xl.ledger.cells import nothing
from rectify_xl.ledger.counting import count_caveats, deadline_wording, problem_counts, registered_relapses
from rectify_xl.ledger.deadlines import binding_deadline
from rectify_xl.ledger.records import Cell, Finding, Ledger, Problem, Prose, Row, Severity
from rectify_xl.ledger.relations import Relations
from rectify_xl.notice.model import Paragraph
from rectify_xl.notice.notice_rules import NOTICE_RULES
from rectify_xl.notice.writing import problem_wording, slot_facts
from rectify_xl.notice.writing.problem_wording import Audience, Worded
from rectify_xl.notice.writing.slots import Filled, Slots, blank, fill
from rectify_xl.text import cell_value, provenance
from rectify_xl.text.provenance import Edit, TracedText
from rectify_xl.text.refs import split_address

TITLE, SECTION_TWO, CONTACT, SIGNATURE = "标题", "第二部分", "监督渠道", "落款"
PARTS = (TITLE, "导语", "第一部分", SECTION_TWO, "第三部分", CONTACT, SIGNATURE)
HEADING_LEVELS = {"一级": "h1", "二级": "h2", "三级": "h3", "四级": "h4"}
ITEM_LEVELS = ("方面", "大项", "问题", "进展", "状态")
LEVELS = (*HEADING_LEVELS, "正文", *ITEM_LEVELS)

_EDITION = re.compile(r"[(（][^()（）]{1,12}稿[)）]")
_PUBLISHED = r"(?:面?向社会(?:各界)?)?(?:予以|进行|予)?(?:公布|公开|公示)(?:如下)?(?=[。：:]|$)"
"""With what a preamble for the public ends; the internal edition says 通报如下."""
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_STAND_IN = "〓"


class Draft:
    """A notice in the making: what is known, and what was found wrong so far."""

    def __init__(self, ledger: Ledger, as_of: date, audience: Audience, *, as_published: bool = False) -> None:
        self.ledger = ledger
        self.as_of = as_of
        self.audience = audience
        self._own_words = audience == "internal" and not as_published
        self.findings: list[Finding] = []
        self.slots = {**slot_facts.info(ledger), **slot_facts.numbers(ledger, as_of)}
        self.problems = Relations(ledger).problems
        self.feedback = registered_relapses.feedback(ledger).problems
        self.shown = tuple(problem for problem in self.feedback if audience == "internal" or problem.published)
        self._bound = binding_deadline.effective(ledger, as_of)
        self._doubts = binding_deadline.doubts(ledger, as_of)
        self._statuses: dict[int, Worded] = {}
        self._unfilled: Severity = "error" if audience == "public" else "warning"

    def prose(self) -> tuple[Prose, ...]:
        """Return the rows of 通报文稿 with part and level in order; an empty part continues the one above."""
        rows: list[Prose] = []
        for prose in self.ledger.prose or self._default():
            part = prose.part or (rows[-1].part if rows else PARTS[1])
            level = prose.level or "正文"
            if part not in PARTS:
                self.note("NT107", prose.row.cell("部分"), f"部分“{part}”不认识。", f"请改为：{'、'.join(PARTS)}。")
            if level not in LEVELS:
                known = "、".join(LEVELS)
                self.note("NT107", prose.row.cell("层级"), f"层级“{level}”不认识。", f"请改为：{known}。")
            rows.append(prose._replace(part=part, level=level))
        self._note_sample()
        return tuple(rows)

    def titled(self, prose: Prose) -> bool:
        """Tell whether 通报标题 of 基本信息 stands in place of a row: where the row is still the shipped title."""
        shipped = cell_value.key(prose.body or prose.heading) == cell_value.key(default_prose.TITLE)
        return shipped and prose.part == TITLE and bool(self.slots["通报标题"].value)

    def _note_sample(self) -> None:
        """Note that the prose is still the sample that a new ledger holds; without a sheet of its own NT208 says so."""
        rows = default_prose.unedited(self.ledger.prose)
        if rows:
            cell = rows[0].row.cell("正文")
            message = f"第{cell.row}行『正文』{default_prose.sample_message(rows)}"
            self.note("NT214", cell, message, default_prose.SAMPLE_FIX)

    def _default(self) -> tuple[Prose, ...]:
        sheet = schema.PROSE.name
        fix = f"请先填写《{sheet}》；空白的一张可用“新建台账”得到。"
        message = f"《{sheet}》没有内容，只印了台账能算出来的部分，没有写组织开展整改的情况。"
        self.note("NT208", Cell(sheet, 1, 1), message, fix)
        return tuple(
            Prose(Row(sheet, number, {}, (), ()), part, level, heading, self.ledger.termed(body), printed, "")
            for number, (part, level, heading, body, printed) in enumerate(default_prose.without_claims(), 2)
        )

    def fill(self, prose: Prose, column: str) -> Filled:
        """Return 标题 or 正文 of a row with its slots filled in."""
        cell = prose.row.cell(column)
        text = prose.heading if column == "标题" else prose.body
        slots: Slots = self.slots
        if prose.related:
            problem = self.problems.get(prose.related)
            if problem is None:
                related, fix = prose.row.cell("关联编号"), f"请改正{prose.row.cell('关联编号').ref}，或补上这个问题。"
                if column == "标题":
                    self.note("NT108", related, f"《问题台账》没有编号{prose.related}。", fix)
                return Filled(provenance.verbatim(text, cell.address), (cell.address,))
            slots = {**slots, **slot_facts.row(problem, self.audience, self.status(problem))}
        filled = fill(text, cell, slots, row_id=prose.related, unfilled=self._unfilled)
        self.findings.extend(filled.findings)
        if self._own_words and (prose.part or PARTS[1]) == PARTS[1]:
            edits = [Edit(*match.span(), "通报如下") for match in re.finditer(_PUBLISHED, filled.text)]
            filled = filled._replace(text=provenance.apply_edits(filled.text, edits))
        return filled

    def status(self, problem: Problem) -> Worded:
        """Return the status line of a problem."""
        if problem.number not in self._statuses:
            deadline = self._bound.get(problem.number)
            unknown = self.ledger.unread_follow_up(problem.follow_up)
            self._statuses[problem.number] = problem_wording.status(
                problem._replace(follow_up="") if unknown else problem,
                self.ledger.counting,
                deadline,
                self._doubts.get(problem.number),
                as_of=self.as_of,
                unread=self.ledger.unread_status(problem.completion),
            )
        return self._statuses[problem.number]

    def deadline(self, problem: Problem) -> TracedText:
        """Return 整改时限 for the internal edition: as an extension moved it, or as typed where nobody can read it."""
        due, cell = self._bound.get(problem.number), problem.row.cell("整改时限")
        if due and due.extended:
            return TracedText(f"{dates.chinese(due.nominal)}（已延期）", [due.cell.address])
        unread = problem.number in self._doubts
        return TracedText(cell.text if unread else problem_wording.shown_date(problem.due), [cell.address])

    def note_no_status(self) -> None:
        """Note that the edition goes without status lines, since no problem has a status."""
        cell = self.shown[0].row.cell("完成程度")
        message = f"全部{len(self.shown)}个问题都没有完成程度，标准稿没有印“整改完成情况”。"
        self.note("NT203", cell, message, "请填写“完成程度”列后重新生成。", about=self.shown[0].id)

    def judge(self, problem: Problem, *, stated: bool) -> None:
        """Note what a reader of the notice would miss or stumble over in one problem."""
        name = problem.id or f"第{problem.number}行"
        progress = problem_wording.progress(problem, self.audience)
        cell = progress.cells[0]
        if not progress.text:
            message = f"{name}没有整改进展，文中印作{blank('整改进展')}。"
            self.note("NT202", cell, message, "请填写整改进展。", about=name)
        if stated and not self.status(problem).text:
            cell = problem.row.cell("完成程度")
            message = f"{name}没有完成程度，文中印作{blank('完成程度')}。"
            self.note("NT203", cell, message, "请填写完成程度。", about=name)
        if nothing.refers(problem.remaining) and not problem.status_text:
            cell = problem.row.cell("剩余事项")
            message = f"{name}的剩余事项“{problem.remaining}”看不出是什么，文中没有印。"
            self.note("NT217", cell, message, "请写明还有什么没有办完。", about=name)
        doubt = self._doubts.get(problem.number)
        worded = stated and problem.completion and not problem.status_text
        if doubt and worded and not problem_counts.is_done(problem, self.ledger.counting):
            message = f"{name}的时限读不出：{doubt.text}，算不出是否已过时限，文中照原文印出。"
            self.note("NT213", doubt.cell, message, f"请改正{doubt.cell.ref}后重新生成。", about=name)
        deadline = self._bound.get(problem.number)
        late = deadline.days_late(self.as_of) if deadline else 0
        finished = problem_counts.is_done(problem, self.ledger.counting) or problem_counts.may_be_done(
            problem, self.ledger
        )
        if deadline and late > 0 and not finished:
            own = deadline.cell == problem.row.cell("整改时限")
            kind = "延期后的时限" if deadline.extended else "整改时限" if own else "剩余时限"
            day = f"{dates.chinese(deadline.nominal)}{deadline_wording.shift(deadline)}"
            message = f"{name}尚未完成，但{kind}{day}已过{late}天。"
            fix = f"请核实完成程度；没有办完的，请办理延期（close 台账 {name} --step extend）。"
            self.note("NT204", deadline.cell, message, fix, about=name)

    def judge_withheld(self) -> None:
        """Note how many problems the public edition leaves out."""
        withheld = [problem for problem in self.feedback if not problem.published]
        if not withheld:
            return
        names = "、".join(problem.id or f"第{problem.number}行" for problem in withheld)
        counted = f"文中的总数仍按全部{len(self.feedback)}个问题计算"
        message = f"公开稿略去{len(withheld)}个不公开的问题：{names}；{counted}。"
        fix = "请核对“公开”列；文中需要说明公开、不公开各几个的，可以在《通报文稿》里写。"
        self.note("NT201", withheld[0].row.cell("公开"), message, fix, about=withheld[0].id)

    def note_relapses(self) -> None:
        """Note the rows that were registered anew: the notice of the round leaves them out."""
        apart = registered_relapses.rows(self.ledger)
        again = [problem for problem in self.ledger.problems if problem.number in apart]
        if not again:
            return
        names = "、".join(
            f"{item.id or f'第{item.number}行'}（原{'、'.join(item.related)}，{item.completion or '未填完成程度'}）"
            for item in again
        )
        message = f"有{len(again)}个反弹后重新登记的问题不是本轮反馈的问题，没有写进通报，也不计入各项数字：{names}。"
        fix = (
            "原问题仍按它自己的完成程度写；需要说明的，请在《通报文稿》写明，"
            "可用占位 {{ 反弹登记数 }} 和 {{ 反弹登记完成数 }}。"
        )
        self.note("NT212", again[0].row.cell("关联编号"), message, fix, about=again[0].id)

    def note_unread_status(self) -> None:
        """Note which rows of the internal edition count as not done only because nobody knows their 完成程度."""
        unread = [problem for problem in self.feedback if self.ledger.unread_status(problem.completion)]
        if unread and self.audience == "internal":
            cells = "、".join(problem.row.cell("完成程度").ref for problem in unread)
            message = str(count_caveats.sentence(self.ledger, unread))
            fix = f"请改正{cells}后重新生成。"
            self.note("NT215", unread[0].row.cell("完成程度"), message, fix, about=unread[0].id)

    def note_sums(self) -> None:
        """Note which rows of sums the notice leaves out."""
        sentence = count_caveats.sums(self.ledger)
        if sentence:
            sheet, ref = split_address(sentence.sources[0])
            fix = "请删除合计行后重新生成。"
            self._add("NT216", (sheet, ref), str(sentence), fix)

    def clean(self, paragraphs: Iterator[Paragraph]) -> Iterator[Paragraph]:
        """Yield the paragraphs with characters that no document may hold replaced by 〓, and note each."""
        for paragraph in paragraphs:
            count = len(_FORBIDDEN.findall(paragraph.printed))
            if not count:
                yield paragraph
                continue
            sheet, ref = split_address(next(iter(paragraph.sources), ""))
            message = f"有{count}个文档中不允许的控制字符，文中印作“{_STAND_IN}”。"
            self._add("NT205", (sheet, ref), message, "请删去这些字符后重新生成。")
            yield paragraph._replace(
                number=_cleaned(paragraph.number), text=_cleaned(paragraph.text), body=_cleaned(paragraph.body)
            )

    def note(self, code: str, cell: Cell, message: str, fix: str, *, about: str = "") -> None:
        """Add a finding at a cell."""
        self._add(code, (cell.sheet, cell.ref), message, fix, about)

    def _add(self, code: str, at: tuple[str, str], message: str, fix: str, about: str = "") -> None:
        sheet, ref = at
        rule = NOTICE_RULES[code]
        self.findings.append(rule.finding(message, sheet=sheet, cell=ref, row_id=about, remedy=fix))


def text_level(prose: Prose, text: str) -> str:
    """Return the level of running text by the part of the notice that it stands in."""
    if prose.part == CONTACT:
        return "contact"
    if prose.part == SIGNATURE:
        dated = re.match(r"[\d〇一二三四五六七八九]{4}", text) or dates.read(text).kind == "damaged"
        return "date" if dated else "signature"
    return "body"


def is_edition(text: str) -> bool:
    """Tell whether a title row is the edition line, such as （社会公开稿）."""
    return _EDITION.fullmatch(text) is not None


def _cleaned(text: str) -> str:
    return provenance.apply_edits(text, [Edit(*match.span(), _STAND_IN) for match in _FORBIDDEN.finditer(text)])
