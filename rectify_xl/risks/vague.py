"""Problems that were finished by measures which say neither how nor who nor when."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl.checks.vagueness import is_vague
from rectify_xl.risks import weights
from rectify_xl.risks.model import Case, Reason, reason


def vague_measures(case: Case) -> Iterator[Reason]:
    """Report a done problem of whose measures half or more are mere intentions; those with actions are left out."""
    parents = {measure.parent for measure in case.measures if measure.parent}
    own = [each for each in case.measures if each.text and each.id not in parents]
    vague = [each for each in own if is_vague(each)]
    if case.done and vague and 2 * len(vague) >= len(own):
        named = "、".join(each.id or "未编号" for each in vague[:3])
        text = f"{len(own)}条措施中有{len(vague)}条只有要求，没有怎么做、谁来做、什么时候做：{named}"
        yield reason(weights.VAGUE.code, text, vague[0].row.cell("措施内容"))
