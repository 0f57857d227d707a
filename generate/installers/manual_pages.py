"""The texts of `docs` as pages that a double click opens in the browser: Windows has no program for .md."""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = "说明"
MANUAL = "使用手册.html"
LEFT_OUT = ("licences.md", "bill-of-materials.cdx.json")
"""What is in a package says its own list, which `bill_of_materials` writes."""
_ENDING = ".md"
_CONTENTS = ("h2", "h3")
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ margin: 0; font: 16px/1.8 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #222; }}
nav {{ position: fixed; top: 0; bottom: 0; left: 0; width: 17em; overflow: auto; padding: 1em; background: #f4f4f2; }}
nav a {{ display: block; color: inherit; text-decoration: none; line-height: 1.6; }}
nav a.h3 {{ padding-left: 1.2em; font-size: 90%; color: #555; }}
main {{ margin-left: 19em; max-width: 52em; padding: 1em 2em 4em; }}
h1, h2, h3 {{ line-height: 1.4; color: #8b1a1a; }}
table {{ border-collapse: collapse; margin: 1em 0; }}
th, td {{ border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top; }}
th {{ background: #f4f4f2; }}
img {{ max-width: 100%; border: 1px solid #ddd; }}
code {{ background: #f4f4f2; padding: 0 .2em; }}
pre {{ background: #f4f4f2; padding: .8em; overflow: auto; }}
@media (max-width: 60em) {{ nav {{ position: static; width: auto; }} main {{ margin: 0; }} }}
@media print {{ nav {{ display: none; }} main {{ margin: 0; max-width: none; padding: 0; }} }}
</style>
</head>
<body>
{contents}<main>
{body}</main>
</body>
</html>
"""


def write(docs: Path, target: Path) -> None:
    """Write each text of the folder `docs` into the new folder `target` as a page, and pictures as they are."""
    for source in sorted(path for path in docs.rglob("*") if path.is_file() and path.name not in LEFT_OUT):
        place = target / source.relative_to(docs)
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == _ENDING:
            place.with_suffix(".html").write_text(page(source.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            shutil.copy(source, place)


def page(text: str) -> str:
    """Return a text in Markdown as a page, which has a list of its chapters beside it where it has several."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    headings = list(_number(tokens))
    for token in _within(tokens):
        if "href" in token.attrs:
            token.attrs["href"] = _as_page(str(token.attrs["href"]))
    title = next((words for tag, _, words in headings if tag == "h1"), "巡察整改")
    lines = [
        f'<a class="{tag}" href="#{name}">{html.escape(words)}</a>' for tag, name, words in headings if tag in _CONTENTS
    ]
    contents = "<nav>\n" + "\n".join(lines) + "\n</nav>\n" if len(lines) > 1 else ""
    body = markdown.renderer.render(tokens, markdown.options, {})
    return _PAGE.format(title=html.escape(title), contents=contents, body=body)


def _number(tokens: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    """Give each heading an address; yield its kind, the address and its words."""
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            name = f"h{number}"
            token.attrs["id"] = name
            words = "".join(child.content for child in tokens[number + 1].children or ())
            yield token.tag, name, words


def _within(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens, also those within a line."""
    for token in tokens:
        yield token
        yield from _within(token.children or ())


def _as_page(address: str) -> str:
    """Return where a link leads once the texts are pages."""
    if "://" in address or not unquote(address).endswith(_ENDING):
        return address
    return address.removesuffix(_ENDING) + ".html"
