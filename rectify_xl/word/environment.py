"""The jinja2 environment of every template that makes a paper."""

from __future__ import annotations

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    """Return the environment of a template: an office may get its template by e-mail, so it runs in the sandbox."""
    return ImmutableSandboxedEnvironment(
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
