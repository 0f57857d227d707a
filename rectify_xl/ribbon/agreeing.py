"""Ask, before anything is made, whether the office uses the templates that lie beside its ledger."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.commands import wanting
from rectify_xl.ribbon.dialogs import Dialogs


def ask(folder: Path, dialogs: Dialogs) -> None:
    """Ask once about the templates in the folder 模板 beside the ledger in `folder`, and remember the answer."""
    templates = wanting.unasked(folder)
    if not templates:
        return
    from rectify_xl.word import consent

    listed = "\n".join(f"　{each.name}" for each in templates)
    question = (
        f"台账旁的“{wanting.OWN_TEMPLATES}”文件夹里有{len(templates)}个模板：\n{listed}\n"
        "来历不明的模板会改变材料的内容，请先核实是不是本单位自己做的。\n\n"
        "以后生成材料都用它们吗？选“否”用程序自带的模板，以后不再问。"
    )
    consent.give(templates, dialogs.ask(question))
