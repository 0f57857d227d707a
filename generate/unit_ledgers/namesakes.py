"""Namesakes of a ledger: copies with another unit, other people and other figures, written into the package itself.

To draw a ledger takes two hundred milliseconds, a namesake six: ten thousand ledgers are made in minutes. As a ledger
that is sent up, a namesake has no memory.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generate.unit_ledgers.units import Unit
from rectify_xl.ledger import schema
from rectify_xl.workbook.editing.package_draft import PackageDraft

_FIGURES = range(2, 19)
"""The counts that problems are drawn with."""
_COUNTED = re.compile(r"(?<![\d.])(\d{1,2})(?=[名次个人户件笔项处具张份条期])")
_ROWS = re.compile(r"(<sheetData>.*?</row>).*(</sheetData>)", re.DOTALL)
_DIMENSION = re.compile(r'ref="A1:D\d+"')
_LETTERS = re.compile(r"[A-Za-z]+\d*@|\d{3,4}-\d{7}")
_FIRST_TIME = (2026, 1, 1, 0, 0, 0)


class Original(NamedTuple):
    """A drawn ledger ready to be copied: the parts that all namesakes share, packed, and the texts that differ."""

    who: Unit
    shared: bytes
    texts: Mapping[str, str]


def original(who: Unit, data: bytes) -> Original:
    """Take a drawn ledger apart: the sheets that tell of its unit, and all else."""
    draft = PackageDraft(data)
    texts = {draft.facts.sheets[name]: draft.read(draft.facts.sheets[name]).decode() for name in _FILLED}
    memory = draft.facts.sheets[schema.MEMORY.name]
    texts[memory] = _DIMENSION.sub('ref="A1:D1"', _ROWS.sub(r"\1\2", draft.read(memory).decode()), count=1)
    shared = io.BytesIO()
    with zipfile.ZipFile(shared, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in draft.package.members:
            if part not in texts:
                archive.writestr(zipfile.ZipInfo(part, _FIRST_TIME), draft.read(part), zipfile.ZIP_DEFLATED)
    return Original(who, shared.getvalue(), texts)


_FILLED = tuple(
    sheet.name
    for sheet in (
        schema.INFO,
        schema.PROBLEMS,
        schema.MEASURES,
        schema.REGULATIONS,
        schema.EVIDENCE,
        schema.CLOSURES,
    )
)


def namesake(source: Original, who: Unit, number: int, seed: int) -> bytes:
    """Return the ledger of `source` as that of another unit: its name, its people, its own figures in every text."""
    chance = random.Random(f"{seed}:{number}:namesake")  # noqa: S311 - invented rows, no secrets
    figures = dict(zip(map(str, _FIGURES), map(str, chance.sample(_FIGURES, len(_FIGURES))), strict=True))
    names = dict(_renamed(source.who, who))
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    target = io.BytesIO(source.shared)
    target.seek(0, io.SEEK_END)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for part, text in source.texts.items():
            other = pattern.sub(lambda match: names[match[0]], text)
            other = _COUNTED.sub(lambda match: figures.get(match[1], match[1]), other)
            other = _LETTERS.sub(lambda match: _contact(match[0], number), other)
            archive.writestr(zipfile.ZipInfo(part, _FIRST_TIME), other.encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _renamed(before: Unit, after: Unit) -> Iterator[tuple[str, str]]:
    """Yield what is called otherwise: the unit, its county, its people; the longer of two lists has the say."""
    yield before.name, after.name
    yield before.county, after.county
    for old, new in ((before.leaders, after.leaders), (before.clerks, after.clerks)):
        fresh = [name for name in new if name not in (*before.leaders, *before.clerks)] or list(new)
        yield from ((name, fresh[place % len(fresh)]) for place, name in enumerate(old))


def _contact(text: str, number: int) -> str:
    """Return another address or telephone number of the same form."""
    if text.endswith("@"):
        return f"{text.rstrip('0123456789@')}{number}@"
    return f"{text.partition('-')[0]}-{number % 8_999_999 + 1_000_000}"
