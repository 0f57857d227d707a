"""Write docs/findings.md, the gallery of all checks; a test keeps the committed file equal to it."""

from __future__ import annotations

from pathlib import Path

from rectify_xl.checks import gallery

TARGET = Path(__file__).resolve().parents[1] / "docs" / "findings.md"

if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(gallery.render(), encoding="utf-8", newline="\n")
    print(f"已生成 {TARGET.name}：{len(gallery.every_check())}项")
