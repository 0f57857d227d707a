"""Workbooks as LibreOffice's own objects: find them, name them, write a copy. Needs no xlwings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from rectify_xl.workbook.calc import bridge

_XLSX_FILTER = "Calc MS Excel 2007 XML"
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


def desktop(context: Any) -> Any:
    """Return what holds all documents of an office."""
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def workbooks(of: Any) -> Iterator[Any]:
    """Yield the workbooks of a desktop."""
    documents = of.Components.createEnumeration()
    while documents.hasMoreElements():
        document = documents.nextElement()
        if _is_workbook(document):
            yield document


def in_front(of: Any) -> Any:
    """Return the workbook that the user works in, None where another document, or none, is in front."""
    current = of.getCurrentComponent()
    return current if current is not None and _is_workbook(current) else None


def with_uid(of: Any, uid: str) -> Any:
    """Return the workbook with LibreOffice's own identifier `uid`, None when it is closed."""
    return next((document for document in workbooks(of) if document.RuntimeUID == uid), None)


def full_name(document: Any) -> str:
    """Return the file's path; an address for files that are not on a disk, a title for those that were never saved."""
    url = str(document.URL)
    if not url:
        return str(document.Title)
    return str(bridge.load().fileUrlToSystemPath(url)) if url.startswith("file:") else unquote(url)


def name(document: Any) -> str:
    """Return the file's name; for a workbook that was never saved, what its window says."""
    return Path(full_name(document)).name


def store_copy(document: Any, path: str | Path) -> None:
    """Write a copy as .xlsx; the open workbook keeps its name and its unsaved state."""
    filter_name = bridge.load().createUnoStruct("com.sun.star.beans.PropertyValue")
    filter_name.Name, filter_name.Value = "FilterName", _XLSX_FILTER
    document.storeToURL(Path(path).resolve().as_uri(), (filter_name,))


def _is_workbook(document: Any) -> bool:
    supports = getattr(document, "supportsService", None)  # the help window, for one, is a component without it
    return bool(supports and supports(_SPREADSHEET))
