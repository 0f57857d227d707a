"""Write docs/findings.md and docs/proof-findings.md, the galleries of checks and of proof-reading.

Tests keep the committed files equal to them.
"""

from __future__ import annotations

from pathlib import Path

from rectify_xl import resources
from rectify_xl.checks import gallery
from rectify_xl.proof import KINDS
from rectify_xl.proof import gallery as proof_gallery

DOCS = Path(__file__).resolve().parents[1] / "docs"

if __name__ == "__main__":
    sample = resources.path("samples", "示例通报.txt").read_text(encoding="utf-8")
    (DOCS / "findings.md").write_text(gallery.render(), encoding="utf-8", newline="\n")
    (DOCS / "proof-findings.md").write_text(proof_gallery.render(sample), encoding="utf-8", newline="\n")
    print(f"已生成校验项目{len(gallery.every_check())}项、核稿项目{len(KINDS)}项")
