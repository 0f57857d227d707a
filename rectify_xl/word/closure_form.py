"""Write 销号审批表 as a Word document."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl.template import DocxTemplate
from jinja2 import TemplateError

from rectify_xl import resources
from rectify_xl.errors import BookError
from rectify_xl.word.render import environment

TEMPLATE = "销号审批表.docx"


def render(forms: Sequence[Mapping[str, object]], target: Path, *, overwrite: bool = False) -> None:
    """Write one form per page to `target`, whole or not at all.

    Raises `BookError` when the target is there already or cannot be written, or the office has spoilt the template.
    """
    if target.suffix.lower() != ".docx":
        raise BookError(f"审批表的文件名应以 .docx 结尾：{target.name}", "请改文件名")
    if target.exists() and not overwrite:
        raise BookError(f"目标文件已存在：{target}", "请换一个文件名，或加 --force 覆盖")
    if not target.parent.is_dir():
        raise BookError(f"文件夹不存在：{target.parent}", "请先建好文件夹，或换一个保存位置")
    content = _fill(forms)
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        raise BookError(
            f"审批表写不进去：{target}（{error.strerror or error}）",
            "如果它正在 Word 里打开，请先关闭；否则请换一个保存位置",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _fill(forms: Sequence[Mapping[str, object]]) -> bytes:
    document = DocxTemplate(resources.path("templates", TEMPLATE))
    try:
        document.render({"审批表": list(forms)}, environment(autoescape=True), autoescape=True)
    except (TemplateError, PackageNotFoundError, KeyError, zipfile.BadZipFile) as error:
        raise BookError(f"模板{TEMPLATE}用不了（{error}）", "请改正模板，或换回原来的模板") from error
    filled: Any = document.docx
    properties = filled.core_properties
    properties.title = "巡察整改问题销号审批表"
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
