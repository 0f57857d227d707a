"""Write 回头看现场检查单 as a Word document."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl.template import DocxTemplate
from jinja2 import TemplateError

from rectify_xl import resources
from rectify_xl.errors import BookError
from rectify_xl.review.paper import Claim, Paper
from rectify_xl.word.render import environment

TEMPLATE = "回头看检查单.docx"


def render(paper: Paper, target: Path, *, overwrite: bool = False) -> None:
    """Write the list of the drawn problems and one page for each to `target`, whole or not at all.

    Raises `BookError` when the target is there already or cannot be written, or the office has spoilt the template.
    """
    if target.suffix.lower() != ".docx":
        raise BookError(f"检查单的文件名应以 .docx 结尾：{target.name}", "请改文件名")
    if target.exists() and not overwrite:
        raise BookError(f"目标文件已存在：{target}", "请换一个文件名，或加 --force 覆盖")
    if not target.parent.is_dir():
        raise BookError(f"文件夹不存在：{target.parent}", "请先建好文件夹，或换一个保存位置")
    content = _fill(context(paper))
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        raise BookError(
            f"检查单写不进去：{target}（{error.strerror or error}）",
            "如果它正在 Word 里打开，请先关闭；否则请换一个保存位置",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def context(paper: Paper) -> dict[str, Any]:
    """Return what the template may use: 单位, 日期, 抽查依据 (lines), and 检查单 (one for each problem)."""
    return {
        "单位": paper.unit,
        "日期": paper.day,
        "抽查依据": list(paper.basis),
        "检查单": [_claim(claim) for claim in paper.claims],
    }


def _claim(claim: Claim) -> Mapping[str, str]:
    return {
        "编号": claim.id,
        "方面": claim.aspect,
        "问题": claim.problem,
        "领导": claim.lead,
        "科室": claim.department,
        "责任人": claim.person,
        "销号": claim.closed,
        "进展": claim.progress,
        "措施": claim.measures,
        "制度": claim.regulations,
        "佐证": claim.evidence,
        "以前": claim.before,
        "出处": f"注：本页内容取自《问题台账》第{claim.row}行。",
    }


def _fill(values: Mapping[str, Any]) -> bytes:
    document = DocxTemplate(resources.path("templates", TEMPLATE))
    try:
        document.render(dict(values), environment(autoescape=True), autoescape=True)
    except (TemplateError, PackageNotFoundError, KeyError, zipfile.BadZipFile) as error:
        raise BookError(f"模板{TEMPLATE}用不了（{error}）", "请改正模板，或换回原来的模板") from error
    filled: Any = document.docx
    properties = filled.core_properties
    properties.title = "巡察整改回头看现场检查单"
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
