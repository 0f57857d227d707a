"""What stops the work, told as a person can act on it.

A bad cell is a `Finding`; an exception from this module means that the command cannot do its work.
"""

from __future__ import annotations


class RectifyError(Exception):
    """The command cannot go on.

    `message` says what is wrong, `remedy` what the user does next; both are plain Chinese sentences
    without a final full stop.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}。{self.remedy}。" if self.remedy else f"{self.message}。"


class BookError(RectifyError):
    """A workbook cannot be read or written."""


class NoticeError(RectifyError):
    """A source is no notice, or a notice cannot be composed."""


class PaperError(RectifyError):
    """A paper cannot be made: its template cannot be used, or its file cannot be written."""


class UsageError(RectifyError):
    """The command was called with something that it does not know."""
