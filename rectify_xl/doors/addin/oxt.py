"""Build the LibreOffice extension."""

from __future__ import annotations

import json
from itertools import takewhile
from pathlib import Path
from xml.sax.saxutils import escape

from rectify_xl import __version__
from rectify_xl.doors.addin import calc_menu, macro_sources
from rectify_xl.doors.addin.buttons import TITLE, calls
from rectify_xl.system.archive import pack

FILE = "rectify_xl.oxt"
HANDLER = "handler.py"
CALLS = "calls.json"
OLDEST = "7.4"
"""Oldest LibreOffice in which the extension was run."""

_CONFIGURATION = "application/vnd.sun.star.configuration-data"
_COMPONENT = "application/vnd.sun.star.uno-component;type=Python"
_SAYS = "在 Calc 里增加“巡察整改”菜单和工具栏：校验台账、预警研判、汇总统计、生成通报。"


def build() -> bytes:
    """Return the extension file; the same bytes for the same program."""
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "description.txt": _SAYS,
        macro_sources.MENU: macro_sources.read(macro_sources.MENU),
        "ProtocolHandler.xcu": calc_menu.protocol(),
        "CalcWindowState.xcu": calc_menu.toolbar_name(),
        HANDLER: (Path(__file__).parent / HANDLER).read_text(encoding="utf-8"),
        CALLS: json.dumps(calls()),
    }
    return pack({name: text.encode() for name, text in parts.items()})


def version() -> str:
    """Return our version as LibreOffice wants it: numbers and dots."""
    return "".join(takewhile("0123456789.".__contains__, __version__)).rstrip(".")


def _manifest() -> str:
    entries = (
        (macro_sources.MENU, _CONFIGURATION),
        ("ProtocolHandler.xcu", _CONFIGURATION),
        ("CalcWindowState.xcu", _CONFIGURATION),
        (HANDLER, _COMPONENT),
    )
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">',
            *(
                f' <manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
                for path, kind in entries
            ),
            "</manifest:manifest>",
            "",
        )
    )


def _description() -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006"
 xmlns:lo="http://libreoffice.org/extensions/description/2011" xmlns:xlink="http://www.w3.org/1999/xlink">
 <identifier value="{calc_menu.IDENTIFIER}"/>
 <version value="{version()}"/>
 <display-name><name lang="zh-CN">{escape(TITLE)}</name></display-name>
 <extension-description><src xlink:href="description.txt" lang="zh-CN"/></extension-description>
 <dependencies>
  <lo:LibreOffice-minimal-version value="{OLDEST}" lo:name="LibreOffice {OLDEST}"/>
 </dependencies>
</description>
"""
