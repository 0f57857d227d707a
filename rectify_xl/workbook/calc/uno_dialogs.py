"""Dialogs that LibreOffice has none of: type one line, or choose from a list. Built through its toolkit.

Sizes are in the units of LibreOffice's dialogs: a quarter of the width and an eighth of the height of a letter of the
system's font; a Chinese character takes about eight of width.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rectify_xl.workbook.calc import bridge

if TYPE_CHECKING:
    from rectify_xl.workbook.calc.app import CalcApp

_WIDTH = 250
_EDGE = 8
_LINE = 10
_CHARACTERS = 29
"""Chinese characters on one line of the question."""
_MOST_LISTED = 8
_BUTTON = (50, 15)
_OK, _CANCEL = 1, 2
"""`com.sun.star.awt.PushButtonType`."""
_POSITION = 3
"""`com.sun.star.awt.PosSize.POS`."""
ANSWER = "answer"


def enter(app: CalcApp, question: str, title: str, default: str) -> str | None:
    """Ask for a line of text; return None when cancelled, or where the office has no window."""
    box = _Box(app, question, title)
    box.add("Edit", ANSWER, _LINE + 5, Text=default)
    if not box.run(lambda field: field.setSelection(_whole(default))):
        return None
    typed = str(box.control(ANSWER).getText())
    box.close()
    return typed


def choose(app: CalcApp, question: str, title: str, choices: Sequence[str], default: str) -> str | None:
    """Ask to choose from a list; return None when cancelled, or where the office has no window."""
    box = _Box(app, question, title)
    chosen = (choices.index(default),) if default in choices else ()
    height = min(len(choices), _MOST_LISTED) * (_LINE + 1) + 4
    box.add("ListBox", ANSWER, height, StringItemList=tuple(choices), SelectedItems=_shorts(chosen))
    if not box.run():
        return None
    picked = str(box.control(ANSWER).getSelectedItem())
    box.close()
    return picked


class _Box:
    """A dialog: the question on top, one field, and the two buttons. Enter is OK, Esc is cancel."""

    def __init__(self, app: CalcApp, question: str, title: str) -> None:
        self._app = app
        self._model = app.service("com.sun.star.awt.UnoControlDialogModel")
        self._dialog = app.service("com.sun.star.awt.UnoControlDialog")
        self._model.Title = title
        self._model.Width = _WIDTH
        self._down = _EDGE
        lines = sum(max(1, math.ceil(_length(line) / _CHARACTERS)) for line in question.split("\n"))
        self.add("FixedText", "question", lines * _LINE, Label=question, MultiLine=True, NoLabel=True)

    def add(self, kind: str, name: str, height: int, **properties: object) -> None:
        """Put a control below those that are there, over the whole width."""
        self._insert(kind, name, (_EDGE, self._down, _WIDTH - 2 * _EDGE, height), properties)
        self._down += height + _EDGE // 2

    def run(self, prepare: Any = None) -> bool:
        """Show the dialog with the field ready to be typed over; return whether OK was pressed.

        After anything else the dialog is gone.
        """
        width, height = _BUTTON
        right = _WIDTH - _EDGE - width
        below = self._down + _EDGE // 2
        self._insert("Button", "ok", (right - width - _EDGE, below, width, height), _button("确定", _OK))
        self._insert("Button", "cancel", (right, below, width, height), _button("取消", _CANCEL))
        self._model.Height = below + height + _EDGE
        self._dialog.setModel(self._model)
        frame = self._app.desktop.getCurrentFrame()
        window = frame.ContainerWindow if frame is not None else None
        self._dialog.createPeer(self._app.service("com.sun.star.awt.Toolkit"), window)
        if window is not None:
            self._centre(window)
        field = self.control(ANSWER)
        if prepare is not None:
            prepare(field)
        field.setFocus()
        agreed = bool(self._dialog.execute())
        if not agreed:
            self.close()
        return agreed

    def control(self, name: str) -> Any:
        """Return a control."""
        return self._dialog.getControl(name)

    def close(self) -> None:
        """Take the dialog away."""
        self._dialog.dispose()

    def _insert(self, kind: str, name: str, place: tuple[int, int, int, int], properties: dict[str, object]) -> None:
        model = self._model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
        model.PositionX, model.PositionY, model.Width, model.Height = place
        model.Name = name
        for key, value in properties.items():
            setattr(model, key, value)
        self._model.insertByName(name, model)

    def _centre(self, window: Any) -> None:
        """Put the dialog into the middle of its window."""
        around, own = window.getPosSize(), self._dialog.getPosSize()
        across, down = (around.Width - own.Width) // 2, (around.Height - own.Height) // 3
        self._dialog.setPosSize(max(across, 0), max(down, 0), 0, 0, _POSITION)


def _button(label: str, kind: int) -> dict[str, object]:
    return {"Label": label, "PushButtonType": kind, "DefaultButton": kind == _OK}


def _length(line: str) -> float:
    """Return the width of a line in Chinese characters."""
    return sum(1 if ord(character) > 0xFF else 0.55 for character in line)


def _whole(text: str) -> Any:
    selection = bridge.load().createUnoStruct("com.sun.star.awt.Selection")
    selection.Min, selection.Max = 0, len(text)
    return selection


def _shorts(numbers: tuple[int, ...]) -> Any:
    """Return a sequence of shorts, which Python's integers are not by themselves."""
    return bridge.load().Any("[]short", numbers)
