"""What can go wrong in a template, told to the person who edited it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateSyntaxError, UndefinedError, meta

from rectify_xl.errors import PaperError
from rectify_xl.system import files

_TOO_DEEP = (RecursionError, MemoryError, SyntaxError)
"""What Python says of a template that nests too deeply to be compiled."""


@contextmanager
def explained(template: Path, known: Iterable[str]) -> Iterator[None]:
    """Turn what a template raises while it is read and run into a `PaperError`; `known` are the names it may use."""
    names = "、".join(known)
    try:
        yield
    except OSError as error:
        raise PaperError(f"模板打不开：{template}（{files.reason(error)}）", "请核对模板的位置") from error
    except TemplateSyntaxError as error:
        where = "" if template.suffix == ".docx" else f"第{error.lineno}行"
        message = f"模板{template.name}{where}的占位写法有错，多半是括号不成对或少了 endif、endfor"
        raise PaperError(message, "请改正模板，或换回原来的模板") from error
    except UndefinedError as error:
        raise PaperError(f"模板{template.name}用了没有的内容", f"模板可用的名称只有{names}") from error
    except (TemplateError, AttributeError, TypeError, ValueError, ArithmeticError, *_TOO_DEEP) as error:
        if type(error).__module__.startswith("lxml"):
            raise PaperError(f"模板{template.name}已损坏，内容读不出", "请用 Word 打开后另存为新的 .docx") from error
        message = f"模板{template.name}里有不能执行的占位（占位只能取用{names}）"
        raise PaperError(message, "请改正模板，或换回原来的模板") from error


def refuse_unknown(template: Path, sources: Iterable[str], known: Iterable[str], environment: Environment) -> None:
    """Raise `PaperError` with every variable of the template that there is no value for."""
    unknown: set[str] = set()
    for source in sources:
        unknown |= meta.find_undeclared_variables(environment.parse(source))
    unknown -= set(known)
    if unknown:
        names = "、".join(sorted(unknown))
        raise PaperError(
            f"模板{template.name}用了不认识的名称：{names}", f"请改正或删去；模板可用的名称只有{'、'.join(known)}"
        )
