"""What the files in the folders of the problems mean for 佐证材料: new rows, and what does not fit. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rectify_xl.ledger.records import Changes, Evidence, Ledger
from rectify_xl.ledger.relations import Relations
from rectify_xl.supervision.closure_steps import evidence_rows
from rectify_xl.supervision.closure_steps.evidence_rows import FolderFile


class Misfit(NamedTuple):
    """A file, or a row that names one, that is not registered or not as registered: where, why, what to do."""

    place: str
    text: str
    remedy: str


class FolderRows(NamedTuple):
    """What reading the folders comes to: changes, new ids by problem, how many were known, and what does not fit."""

    changes: Changes
    added: Mapping[str, tuple[str, ...]]
    known: int
    misfits: tuple[Misfit, ...]


def rows(
    ledger: Ledger, files: Sequence[FolderFile], closed: Collection[str], digests: Mapping[str, str]
) -> FolderRows:
    """Return what registers the files; `closed` problems get none, `digests` are those of all registered files.

    A file that was changed since it was registered is never registered anew by itself: who looked at the first one
    has to know.
    """
    relations = Relations(ledger)
    sealed = {name: _sealed(relations.evidence_of(name)) for name in dict.fromkeys(file.problem for file in files)}
    fresh: list[FolderFile] = []
    misfits: list[Misfit] = []
    contents: dict[tuple[str, str], str] = {}
    known = 0
    for entry in files:
        problem, file, _ = entry
        own = sealed[problem]
        last = own.get(file.source)
        twin = contents.setdefault((problem, file.sha256), file.source)
        if last is not None and file.sha256 in last.digests:
            known += 1
        elif problem in closed:
            remedy = f"请核对：确要补登的，请点“登记佐证”单独登记给{problem}，销号后补登的会提示"
            misfits.append(Misfit(file.source, f"{problem}已销号，没有登记", remedy))
        elif last is not None:
            text = f"登记（{last.id}）以后被改动过，没有登记"
            misfits.append(Misfit(file.source, text, "请放回登记时的原件；确需更换的，请点“登记佐证”登记为新版本"))
        elif twin != file.source:
            misfits.append(Misfit(file.source, f"内容与“{twin}”相同，没有重复登记", "请删去多余的一份"))
        elif moved := next((one for one in own.values() if file.sha256 in one.digests), None):
            text = f"内容已登记为{moved.id}（“{moved.source}”），没有重复登记"
            misfits.append(Misfit(file.source, text, f"换了地方的，请把{moved.id}的“文件或文号”改成“{file.source}”"))
        else:
            fresh.append(entry)
    changes, ids = evidence_rows.appended(ledger, fresh) if fresh else ((), ())
    added: dict[str, list[str]] = {}
    for entry, identifier in zip(fresh, ids, strict=True):
        added.setdefault(entry.problem, []).append(identifier)
    misfits += _missing(ledger, closed, digests)
    return FolderRows(changes, {name: tuple(new) for name, new in added.items()}, known, tuple(misfits))


class _Registered(NamedTuple):
    """One registered file: the id of its last row, its name, and the contents that it had."""

    id: str
    source: str
    digests: frozenset[str]


def _sealed(documents: Iterable[Evidence]) -> Mapping[str, _Registered]:
    kept: dict[str, _Registered] = {}
    for document in documents:
        digest, source = document.row.text("SHA-256").lower(), document.source.replace("\\", "/")
        if digest and source:
            kept[source] = _Registered(document.id or f"第{document.row.number}行", source, frozenset({digest}))
    return kept


def _missing(ledger: Ledger, closed: Collection[str], digests: Mapping[str, str]) -> Iterator[Misfit]:
    """Tell of registered files of open problems that are not where they were."""
    relations = Relations(ledger)
    gone: dict[str, str] = {}
    for problem in ledger.problems:
        for document in relations.evidence_of(problem.id) if problem.id and problem.id not in closed else ():
            if document.row.text("SHA-256") and document.source and document.source not in digests:
                gone.setdefault(document.source, document.id or f"第{document.row.number}行")
    for source, identifier in gone.items():
        yield Misfit(source, f"已登记为{identifier}，台账旁边却找不到了", "请把文件放回原处，或改正“文件或文号”")
