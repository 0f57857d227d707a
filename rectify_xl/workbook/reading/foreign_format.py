"""Make a workbook that is written in an unusual way like those that the native reader knows.

Names with backslashes, a main part of another name, parts in UTF-16 or with a byte order mark, error values that are
newer than the reader: all are valid or harmless, and the reader refuses them or, worse, sees something else than what
was measured. What is made here is read, never written back: see `kinds.refuse_writing`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rectify_xl.errors import BookError
from rectify_xl.workbook import office_package
from rectify_xl.workbook.reading import sheet_facts

if TYPE_CHECKING:
    from rectify_xl.workbook.office_package import Member, Package

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOT = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="xl/workbook.xml"/></Relationships>'
)
_KNOWN_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_ODD_STEP = re.compile(r"(?:^|/)\.{1,2}(?:/|$)|//")


def unusual_errors(errors: Mapping[tuple[int, int], str]) -> bool:
    """Tell whether a cell shows an error that the native reader does not know."""
    return not _KNOWN_ERRORS.issuperset(errors.values())


def with_plain_names(package: Package) -> Package:
    """Return the package with slashes in the names of its parts, as the format wants them.

    Raises `BookError` where names lead out of the package or two parts would have one name.
    """
    members: dict[str, Member] = {}
    for name, member in package.members.items():
        plain = name.replace("\\", "/").lstrip("/")
        if _ODD_STEP.search(plain) or ":" in plain:
            raise BookError("工作簿的压缩包里有指向包外的文件名", "这不是正常的台账，请向发来文件的人核实，不要打开")
        if any(plain.lower() == known.lower() for known in members):
            raise office_package.doubled(plain)
        members[plain] = member
    return package._replace(members=members)


def rewritten(package: Package, main: str) -> Package:
    """Return the package with the parts that are read under their usual names, in UTF-8 and the usual namespaces."""
    names = _usual_names(package, main)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for member, name in names.items():
            content = package.read(member)
            if name.endswith((".xml", ".rels")) and (content[:5] != b"<?xml" or b"utf-8" not in content[:200].lower()):
                content = _as_utf8(content, name)
            for strict, usual in _STRICT if name.endswith((".xml", ".rels")) else ():
                content = content.replace(strict, usual)
            archive.writestr(name, content)
        archive.writestr("_rels/.rels", _ROOT)
        for part in (main, *(link.target for link in sheet_facts.links(package, main).values())):
            links = sheet_facts.links(package, part)
            if links and part in names:
                archive.writestr(_relations_of(names[part]), _relations(links, names))
    return office_package.unpack(target.getvalue())


def _usual_names(package: Package, main: str) -> dict[str, str]:
    """Return the usual name of each part; relations are left out, those of what is read are made anew."""
    names = {main: "xl/workbook.xml"}
    for number, link in enumerate(sheet_facts.links(package, main).values(), 1):
        usual = {"worksheet": f"xl/worksheets/sheet{number}.xml", "styles": "xl/styles.xml"}
        usual["sharedStrings"] = "xl/sharedStrings.xml"
        if link.kind in usual and link.target in package.members and usual[link.kind] not in names.values():
            names.setdefault(link.target, usual[link.kind])
    used = {name.lower() for name in names.values()}
    for number, member in enumerate(package.members):
        if member not in names and not member.lower().endswith(".rels"):
            names[member] = f"xl/other/{number}.xml" if member.lower() in used else member
    return names


def _relations_of(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _relations(links: Mapping[str, sheet_facts.PartLink], names: Mapping[str, str]) -> bytes:
    from xml.sax.saxutils import quoteattr

    elements = [
        f"<Relationship Id={quoteattr(identifier)} Type={quoteattr(_OFFICE + link.kind)} "
        f"Target={quoteattr('/' + names[link.target])}/>"
        for identifier, link in links.items()
        if link.target in names
    ]
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(elements)}</Relationships>'.encode()


def with_errors_as_texts(package: Package, sheet_parts: tuple[str, ...]) -> Package:
    """Return the package with every error value of these parts as a text: what stands there is told apart anyhow."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in package.members:
            content = package.read(name)
            if name in sheet_parts:
                tree = _parsed(content, name)
                for cell in tree.iter(f"{_MAIN}c"):
                    if cell.get("t") == "e":
                        cell.set("t", "str")
                content = _serialised(tree)
            archive.writestr(name, content)
    return office_package.unpack(target.getvalue())


def _as_utf8(content: bytes, name: str) -> bytes:
    if not content.strip(b"\0 \r\n\t"):
        return content
    return _serialised(_parsed(content, name))


def _parsed(content: bytes, name: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - lxml has no types
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise office_package.damaged(name) from error


def _serialised(tree) -> bytes:  # type: ignore[no-untyped-def] # noqa: ANN001 - lxml has no types
    from lxml import etree

    content: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content
