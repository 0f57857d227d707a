"""The record of its places inside a Word document: a custom XML part, so that the document alone tells its cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from rectify_xl.notice.trace.trace_record import PrintedSpan, RecordedCell, Trace
from rectify_xl.text import cell_value, json_text

NAMESPACE = "urn:rectify-xl:trace:1"
_ITEM = "{6D0B2F5B-0C9F-4C57-9C1A-52A1F6C6E001}"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    f'ds:itemID="{_ITEM}"><ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


def put(document: Any, trace: Trace) -> None:
    """Put the record into a python-docx document, in place of an earlier one that came with its template."""
    main, package = document.part, document.part.package
    for key in [key for key, part in _custom_parts(main) if NAMESPACE.encode() in part.blob]:
        del main.rels[key]
    used = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in range(1, len(used) + 2) if f"/customXml/item{n}.xml" not in used)
    item = Part(PackURI(f"/customXml/item{number}.xml"), CONTENT_TYPE.XML, _written(trace), package)
    properties = Part(
        PackURI(f"/customXml/itemProps{number}.xml"),
        CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
        _PROPERTIES.encode(),
        package,
    )
    item.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    main.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def find(document: Any) -> Trace | None:
    """Return the record of a python-docx document, its places still without their text; None where there is none."""
    blobs = (part.blob for _, part in _custom_parts(document.part))
    return next((_read(blob) for blob in blobs if NAMESPACE.encode() in blob), None)


def _custom_parts(main: Any) -> Iterator[tuple[str, Any]]:
    for key, rel in main.rels.items():
        if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and not rel.is_external:
            yield key, rel.target_part


def _written(trace: Trace) -> bytes:
    """Return the record as XML around JSON; cells are listed once and referred to by their position."""
    cells = {cell.address: cell for cell in trace.held}
    used = list(dict.fromkeys(address for place in trace.places for address in (*place.cells, *place.counted)))
    numbers = {address: number for number, address in enumerate(used)}
    record = {
        "document": trace.document,
        "ledger": trace.ledger,
        "as_of": trace.as_of,
        "cells": [[address, *cells[address][1:]] if address in cells else [address] for address in used],
        "places": [
            [
                place.bookmark,
                place.part,
                place.paragraph,
                [numbers[address] for address in place.cells],
                place.kind,
                place.span,
                place.name,
                [numbers[address] for address in place.counted],
                place.printed,
            ]
            for place in trace.places
        ],
    }
    text = escape(cell_value.storable(json.dumps(record, ensure_ascii=False, separators=(",", ":"))))
    return f'<?xml version="1.0" encoding="UTF-8"?><trace xmlns="{NAMESPACE}">{text}</trace>'.encode()


def _read(xml: bytes) -> Trace:
    """Return the record that `written` wrote; raises `ValueError` when somebody damaged it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        data = json_text.parsed(str(etree.fromstring(xml, parser).xpath("string()")))
        address = [str(entry[0]) for entry in data["cells"]]
        places = tuple(
            PrintedSpan(
                str(bookmark),
                str(part),
                int(paragraph),
                "",
                tuple(address[number] for number in cells),
                kind if kind in ("sentence", "number") else "text",
                (int(span[0]), int(span[1])) if span else None,
                str(name),
                tuple(address[number] for number in counted),
                str(printed),
            )
            for bookmark, part, paragraph, cells, kind, span, name, counted, printed in data["places"]
        )
        cells = tuple(
            RecordedCell(*map(str, entry)) for entry in data["cells"] if len(entry) == len(RecordedCell._fields)
        )
        return Trace(str(data["document"]), places, str(data["ledger"]), str(data["as_of"]), cells)
    except (etree.XMLSyntaxError, LookupError, TypeError) as error:
        raise ValueError(str(error)) from error
