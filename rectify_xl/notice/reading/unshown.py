"""What a source holds besides the text that is read from it: hidden text, and what could not be read."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Unshown(NamedTuple):
    """Something of a source that is not among its lines.

    `line` is the line where it stands or after which it would stand. A piece that is `hidden` is not shown by Word; one
    that is `unread` is shown there, but not among the lines. `what` names it as a person calls it, `text` is what it
    says, as far as known.
    """

    line: int
    kind: Literal["hidden", "unread"]
    what: str
    text: str = ""
