"""The jinja2 environment of every template that makes a paper."""

from __future__ import annotations

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rectify_xl import values


def environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    """Return the environment of a template: an office may get its template by e-mail, so it runs in the sandbox."""
    return ImmutableSandboxedEnvironment(
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )


def _printable(value: object) -> object:
    """Return a value without the characters that no document can hold; a cell may bring them along."""
    if isinstance(value, str):
        clean = values.storable(value)
        return value if clean == value else clean
    return value
