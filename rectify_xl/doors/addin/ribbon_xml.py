"""The ribbon tab as customUI XML.

The namespace is that of 2006: Excel 2007 and all later versions read it, and it is what xlwings' own add-in uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from rectify_xl.commands.command import Command
from rectify_xl.commands.table import COMMANDS
from rectify_xl.doors.addin.buttons import TITLE, ButtonGroup, groups

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
MODULE = "RectifyRibbon"
"""VBA module with the callbacks; named in each `onAction`, since another add-in may have a macro of the same name."""
ON_COMMAND = "OnCommand"
ON_VARIANT = "OnVariant"
TAB_KEYTIP = "XC"


class RibbonHandlers(NamedTuple):
    """What the ribbon calls: when it is loaded, and for a button and an entry of a menu.

    `declared` tells whether the text begins with an XML declaration.
    """

    on_load: str
    on_command: str
    on_variant: str
    declared: bool = True


EXCEL = RibbonHandlers("", f"{MODULE}.{ON_COMMAND}", f"{MODULE}.{ON_VARIANT}")
WPS = RibbonHandlers("OnAddinLoad", "OnAction", "OnAction", declared=False)
"""Functions of the door in `macros/wps`; what publishes add-ins of WPS stumbles over an XML declaration."""


def render(commands: Sequence[Command] = COMMANDS, handlers: RibbonHandlers = EXCEL) -> str:
    """Return the ribbon XML; a button's tag is what its callback passes on."""
    lines = [
        *(('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',) if handlers.declared else ()),
        _open("customUI", xmlns=NAMESPACE, onLoad=handlers.on_load),
        " <ribbon>",
        "  <tabs>",
        "   " + _open("tab", id="rectifyTab", label=TITLE, keytip=TAB_KEYTIP),
        *(f"    {line}" for group in groups(commands) for line in _group(group, handlers)),
        "   </tab>",
        "  </tabs>",
        " </ribbon>",
        "</customUI>",
    ]
    return "\n".join(lines) + "\n"


def _group(group: ButtonGroup, handlers: RibbonHandlers) -> Iterator[str]:
    yield _open("group", id=group.id, label=group.label)
    for command in group.commands:
        yield from (f" {line}" for line in _button(command, handlers))
    yield "</group>"


def _button(command: Command, handlers: RibbonHandlers) -> Iterator[str]:
    return _split(command, handlers) if command.variants else _plain(command, handlers)


def _plain(command: Command, handlers: RibbonHandlers) -> Iterator[str]:
    yield _leaf("button", id=command.id, size="large", keytip=command.keytip, **_face(command, handlers))


def _split(command: Command, handlers: RibbonHandlers) -> Iterator[str]:
    """A button that runs the first variant, with all variants in its menu."""
    yield _open("splitButton", id=f"{command.id}.split", size="large", keytip=command.keytip)
    yield " " + _leaf("button", id=command.id, **_face(command, handlers))
    yield " " + _open("menu", id=f"{command.id}.menu", itemSize="normal")
    for number, variant in enumerate(command.variants, 1):
        yield "  " + _leaf(
            "button",
            id=f"{command.id}.{variant.id}",
            label=variant.label,
            imageMso=command.icon,
            keytip=str(number),
            tag=f"{command.id} {variant.id}",
            onAction=handlers.on_variant,
        )
    yield " </menu>"
    yield "</splitButton>"


def _face(command: Command, handlers: RibbonHandlers) -> dict[str, str]:
    return {
        "label": command.label,
        "imageMso": command.icon,
        "screentip": command.label,
        "supertip": command.help,
        "tag": command.id,
        "onAction": handlers.on_command,
    }


def _open(name: str, **attributes: str) -> str:
    return f"<{name}{_written(attributes)}>"


def _leaf(name: str, **attributes: str) -> str:
    return f"<{name}{_written(attributes)}/>"


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items() if value)
