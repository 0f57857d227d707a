"""The fonts of the official document format."""

from __future__ import annotations

from collections.abc import Iterator

from rectify_xl import fonts
from rectify_xl.addin.machine import Machine
from rectify_xl.doctor.line import Line, beware, fine


def lines(machine: Machine) -> Iterator[Line]:
    """Yield one line: all fonts there, or those that are missing."""
    missing = fonts.missing_official(machine.computer)
    if not missing:
        yield fine("公文字体", "齐全")
        return
    listed = "、".join(f"{font.names[0]}（{font.use}）" for font in missing)
    yield beware(
        "公文字体",
        f"缺少{listed}",
        "生成的通报会标明这些字体，但本机显示和打印时用别的字体代替；请安装字体，或在装有字体的电脑上打印",
    )
