"""The LibreOffice menu and toolbar as configuration files of an extension."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from rectify_xl.commands.command import Command
from rectify_xl.commands.table import COMMANDS
from rectify_xl.doors.addin.buttons import TITLE, groups

IDENTIFIER = "org.rectify_xl.calc"
"""Identity of the extension and of its protocol handler; never change it, or an update installs a second copy."""
PROTOCOL = "org.rectify_xl:"
CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"
TOOLBAR = f"{IDENTIFIER}.toolbar"
SEPARATOR = "private:separator"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACES = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'


def address(command: str, variant: str = "") -> str:
    """Return the URL that the menu dispatches, such as `org.rectify_xl:check?submit`."""
    return f"{PROTOCOL}{command}?{variant}" if variant else f"{PROTOCOL}{command}"


def menu(commands: Sequence[Command] = COMMANDS) -> str:
    """Return Addons.xcu: the menu 巡察整改 with a line between groups, and a toolbar with the same buttons."""
    entries = [*_entries(commands, with_variants=True)]
    buttons = [*_entries(commands, with_variants=False)]
    return _component(
        "Addons",
        [
            '<node oor:name="AddonUI">',
            ' <node oor:name="OfficeMenuBar">',
            f'  <node oor:name="{IDENTIFIER}" oor:op="replace">',
            *(f"   {line}" for line in (_text("Title", f"{TITLE}(~X)"), _value("Context", CONTEXT))),
            '   <node oor:name="Submenu">',
            *(f"    {line}" for line in entries),
            "   </node>",
            "  </node>",
            " </node>",
            ' <node oor:name="OfficeToolBar">',
            f'  <node oor:name="{TOOLBAR}" oor:op="replace">',
            *(f"   {line}" for line in buttons),
            "  </node>",
            " </node>",
            "</node>",
        ],
    )


def toolbar_name() -> str:
    """Return CalcWindowState.xcu, which names the toolbar in the View menu and shows it in a third row."""
    return _component(
        "CalcWindowState",
        [
            '<node oor:name="UIElements">',
            ' <node oor:name="States">',
            f'  <node oor:name="private:resource/toolbar/addon_{TOOLBAR}" oor:op="replace">',
            f"   {_text('UIName', TITLE)}",
            '   <prop oor:name="Visible" oor:type="xs:boolean"><value>true</value></prop>',
            '   <prop oor:name="Docked" oor:type="xs:boolean"><value>true</value></prop>',
            '   <prop oor:name="DockPos" oor:type="xs:string"><value>0,3</value></prop>',
            "  </node>",
            " </node>",
            "</node>",
        ],
        package="org.openoffice.Office.UI",
    )


def protocol() -> str:
    """Return ProtocolHandler.xcu, which sends our URLs to our handler."""
    return _component(
        "ProtocolHandler",
        [
            '<node oor:name="HandlerSet">',
            f' <node oor:name="{IDENTIFIER}" oor:op="replace">',
            f'  <prop oor:name="Protocols" oor:type="oor:string-list"><value>{PROTOCOL}*</value></prop>',
            " </node>",
            "</node>",
        ],
    )


def _entries(commands: Sequence[Command], *, with_variants: bool) -> Iterator[str]:
    number = 0
    for place, group in enumerate(groups(commands)):
        if place:
            number += 1
            yield from _node(number, [_value("URL", SEPARATOR)])
        for command in group.commands:
            number += 1
            yield from _node(number, _face(command, with_variants=with_variants))


def _face(command: Command, *, with_variants: bool) -> list[str]:
    key = f"(~{command.keytip})" if command.keytip and with_variants else ""
    lines = [_value("URL", address(command.id)), _text("Title", command.label + key)]
    if with_variants and command.variants:
        lines.append('<node oor:name="Submenu">')
        for number, variant in enumerate(command.variants, 1):
            face = [_value("URL", address(command.id, variant.id)), _text("Title", f"{variant.label}(~{number})")]
            lines += [f" {line}" for line in _node(number, face)]
        lines.append("</node>")
    else:
        # A toolbar none of whose buttons names its context is never created.
        lines += [_value("Target", "_self"), _value("Context", CONTEXT)]
    return lines


def _node(number: int, lines: Sequence[str]) -> Iterator[str]:
    yield f'<node oor:name="m{number:03d}" oor:op="replace">'
    yield from (f" {line}" for line in lines)
    yield "</node>"


def _value(name: str, text: str) -> str:
    return f'<prop oor:name="{name}" oor:type="xs:string"><value>{escape(text)}</value></prop>'


def _text(name: str, text: str) -> str:
    """A localised property; the text is Chinese in every language of the program."""
    return f'<prop oor:name="{name}" oor:type="xs:string"><value xml:lang="en-US">{escape(text)}</value></prop>'


def _component(name: str, lines: Sequence[str], *, package: str = "org.openoffice.Office") -> str:
    head = f"<oor:component-data {_SPACES} oor:name={quoteattr(name)} oor:package={quoteattr(package)}>"
    return "\n".join((_HEAD, head, *(f" {line}" for line in lines), "</oor:component-data>")) + "\n"
