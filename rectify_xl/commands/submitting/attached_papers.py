"""Notices and reports that go along with a submission: which files may, and what has to be looked at before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rectify_xl.errors import NoticeError, PaperError
from rectify_xl.readers import read_source
from rectify_xl.supervision.submission import submission_words
from rectify_xl.text import personal_numbers
from rectify_xl.text.excerpts import first_few

ENDINGS = (".docx", ".doc", ".wps", ".pdf", ".ofd", ".txt", ".html", ".htm")
"""What a notice or report may be; a workbook is none, so that no ledger goes along as it is."""
_READ = (".docx", ".txt", ".html", ".htm", ".pdf", ".ofd")
"""Those that are read without an office program."""
_NAMED = 3


class AttachedPaper(NamedTuple):
    """A paper, under the name by which it goes along; `numbers` says in which lines numbers of persons stand.

    It is None where nobody could look.
    """

    name: str
    content: bytes
    numbers: str | None


def read(paths: Sequence[str], used: Sequence[str]) -> tuple[AttachedPaper, ...]:
    """Return the papers of some files; raises `PaperError` for one that cannot go along."""
    papers: list[AttachedPaper] = []
    for path in map(Path, paths):
        if path.suffix.lower() not in ENDINGS:
            raise PaperError(
                f"“{path.name}”不是通报、报告，没有打包",
                f"可以附的是 {' '.join(ENDINGS)}；台账和上报表由程序自己放进去",
            )
        try:
            content = read_source.content(path)
        except NoticeError as error:
            raise PaperError(error.message, error.remedy) from error
        name = submission_words.attached_name(path.name, (*used, *(paper.name for paper in papers)))
        papers.append(AttachedPaper(name, content, _numbers(path)))
    return tuple(papers)


def cautions(papers: Sequence[AttachedPaper]) -> Iterator[str]:
    """Say which papers hold numbers of persons, which are not covered there, and which nobody could look at."""
    for paper in papers:
        if paper.numbers:
            yield f"附的“{paper.name}”里有个人号码，没有遮盖，发出前请看：{paper.numbers}。"
    unseen = [paper.name for paper in papers if paper.numbers is None]
    if unseen:
        listed = first_few((f"“{name}”" for name in unseen), _NAMED, "、", f"等{len(unseen)}份")
        yield f"附的{listed}没有查看内容，发出前请看有没有个人号码。"


def _numbers(path: Path) -> str | None:
    if path.suffix.lower() not in _READ:
        return None
    try:
        lines = read_source.read_source(path)
    except NoticeError:
        return None
    places = [f"第{line.number}行（{hit.kind}）" for line in lines for hit in personal_numbers.of_persons(line.text)]
    return first_few(places, _NAMED, "、", f"等{len(places)}处")
