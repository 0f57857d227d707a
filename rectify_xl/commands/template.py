"""模板: list the templates and their names, give a copy to edit, and check one that an office edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rectify_xl.commands.outcome import FINE, FOUND, MadeFile, Outcome, OutputTable, Request
from rectify_xl.commands.table import find as find_command
from rectify_xl.errors import UsageError
from rectify_xl.ledger.records import SEVERITY_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify_xl.documents.templates.shipped_templates import Shipped
    from rectify_xl.ledger.records import Finding
    from rectify_xl.papers.paper_fields import Field


def run(request: Request) -> Outcome:
    """Do what the action says: `check`, `list`, `export` or `agree`."""
    command = find_command("template")
    words = {meaning: word for word, meaning in command.actions} if command else {}
    action = words.get(request.source, request.source)
    if action == "list":
        return _list()
    name = request.items[0] if len(request.items) == 1 else ""
    if not name:
        what = "模板名称，如 通报" if action == "export" else "模板文件"
        raise UsageError(f"template {action} 后面要写一个{what}", "请用 rectify-xl template --help 查看用法")
    if action == "agree":
        return _agree(Path(name), request)
    return _check(Path(name), request.text("for")) if action == "check" else _export(name, request)


def _list() -> Outcome:
    from rectify_xl.documents.templates.shipped_templates import TEMPLATES

    data = [
        {
            "name": template.name,
            "help": template.help,
            "formats": list(template.formats),
            "fields": [{"name": name, "help": text} for name, text in _named(template.fields)],
        }
        for template in TEMPLATES
    ]
    tables = tuple(
        OutputTable(
            f"{template.name}（{'、'.join(template.formats)}）：{template.help}",
            ("名称", "内容"),
            tuple(_named(template.fields)),
        )
        for template in TEMPLATES
    )
    return Outcome(
        {"templates": data}, (f"共{len(data)}种模板。用 template export 名称 -o 文件 导出一份再修改。",), tables
    )


def _named(fields: tuple[Field, ...], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield each name that a template may use, with what it stands for; parts after the name that has them."""
    for field in fields:
        yield f"{above}{field.name}", field.help
        yield from _named(field.parts, f"{above}{field.name}：" if field.unpacked else f"{above}{field.name}.")


def _export(name: str, request: Request) -> Outcome:
    from rectify_xl.documents.templates import shipped_templates, template_file

    if not request.text("output"):
        raise UsageError("没有写导出到哪个文件", "请加 -o 文件名，如 -o 我的通报模板.docx")
    target = Path(request.text("output"))
    template_file.export(shipped_templates.find(name), target, overwrite=request.on("force"))
    done = f"已导出模板：{target}。改好后先用 rectify-xl template check 检查，再在生成时加 --template 使用。"
    return Outcome({"template": str(target), "name": name}, (done,), made=(MadeFile("template", str(target)),))


def _agree(template: Path, request: Request) -> Outcome:
    """Remember whether this office uses a template that lies beside a ledger; a faulty one is not agreed to."""
    from rectify_xl.documents.templates import consent

    if not request.on("no"):
        checked = _check(template, request.text("for"))
        if checked.status != FINE:
            return checked
    elif not template.is_file():
        raise UsageError(f"找不到模板：{template}", "请核对模板的位置")
    answer = not request.on("no")
    consent.give((template,), answer)
    done = "以后生成材料时用它；改动后要再同意一次" if answer else "以后不用它，也不再问"
    return Outcome({"template": str(template), "agreed": answer}, (f"已记下：{template.name}，{done}。",))


def _check(template: Path, paper_name: str) -> Outcome:
    from rectify_xl.documents.templates import shipped_templates, template_file

    shipped = shipped_templates.find(paper_name) if paper_name else _guessed(template)
    faults = template_file.check(template, shipped)
    errors = sum(fault.severity == "error" for fault in faults)
    data = {
        "template": str(template),
        "for": shipped.name,
        "findings": [_data(fault) for fault in faults],
        "errors": errors,
        "warnings": len(faults) - errors,
    }
    sentence = f"按“{shipped.name}”检查{template.name}："
    if not faults:
        return Outcome(data, (f"{sentence}没有发现问题，可以使用。",))
    counted = f"{sentence}错误{errors}处，提醒{len(faults) - errors}处。"
    rows = tuple((SEVERITY_LABEL[fault.severity], fault.code, fault.cell, fault.message, fault.fix) for fault in faults)
    tones = tuple(fault.severity for fault in faults)
    table = OutputTable("模板检查", ("级别", "代码", "位置", "问题", "处理办法"), rows, tones)
    return Outcome(data, (counted,), (table,), FOUND if errors else FINE)


def _data(fault: Finding) -> dict[str, str]:
    return {
        "code": fault.code,
        "place": fault.cell,
        "message": fault.message,
        "fix": fault.fix,
        "severity": fault.severity,
    }


def _guessed(template: Path) -> Shipped:
    """Return the paper that a template is for, by its file name; a notice when that does not tell."""
    from rectify_xl.documents.templates.shipped_templates import NOTICE, TEMPLATES

    return next((paper for paper in TEMPLATES if paper.name in template.stem), NOTICE)
