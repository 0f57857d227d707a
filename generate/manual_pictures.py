"""Make the pictures of workbooks and papers in the manual from the demo: `python generate/manual_pictures.py`.

Needs LibreOffice, pdftoppm and pdftotext. Pictures of windows are made by another tool, since they need a screen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops

from rectify_xl.commands.outcome import Request
from rectify_xl.commands.runner import invoke
from rectify_xl.commands.table import find
from rectify_xl.ledger import schema
from rectify_xl.ledger.records import CellWrite, SheetChanges
from rectify_xl.workbook.file_host import FileBook

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
AS_OF = "2026-11-22"


class Picture(NamedTuple):
    """One picture: the document in the folder of the demo, the page (or the words that only it has), and how it is cut.

    `resolution` is in dots per inch; `part` the upper share of the page that is shown; `trim` cuts white edges off.
    """

    name: str
    document: str
    page: int | str
    resolution: int = 70
    part: float = 1.0
    trim: bool = False


PICTURES = (
    Picture("ledger", "示例台账.xlsx", "牵头领导", 110, 0.62, trim=True),
    Picture("summary", "示例台账.xlsx", "各方面完成率", 90, trim=True),
    Picture("notice-1", "整改通报（公开稿）.docx", 1),
    Picture("notice-2", "整改通报（公开稿）.docx", 3),
    Picture("report", "整改情况报告.docx", 3),
    Picture("letter", "督办函/02_阶段督查指导书_财务室.docx", 1),
    Picture("weekly", "周调度.docx", "会上要问的问题", 80),
    Picture("weekly-first", "周调度.docx", 1, 80),
    Picture("monthly", "月度通报.docx", 1),
    Picture("monthly-chart", "月度通报.docx", "各科室整改进度", 70),
    Picture("closure-form", "销号审批表.docx", 1),
    Picture("proof", "核稿意见.docx", 1, part=0.84),
    Picture("check-sheet", "检查单.docx", 2),
    Picture("wallchart", "挂图.pdf", 1, 80),
)


def main() -> None:
    """Run the demo, the two forms and the wall chart, then picture what they made."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("demo", "-o", str(folder), "--as-of", AS_OF)
        ledger = str(folder / "示例台账.xlsx")
        run("close", ledger, "P006", "--form", str(folder / "销号审批表.docx"), "--as-of", AS_OF)
        run("review", ledger, "--draw", "3", "--seed", "7", "-o", str(folder / "检查单.docx"), "--as-of", AS_OF)
        remembered = folder / "有快照.xlsx"
        remember(folder / "示例台账.xlsx", remembered)
        run("weekly", str(remembered), "-o", str(folder / "周调度.docx"), "--as-of", AS_OF)
        run("monthly", str(remembered), "-o", str(folder / "月度通报.docx"), "--as-of", AS_OF)
        sample = str(ROOT / "samples" / "示例通报.txt")
        run("proof", sample, "-o", str(folder / "核稿意见.docx"), "--force", "--as-of", AS_OF, finds=True)
        run("wallchart", ledger, "-o", str(folder / "挂图.pdf"), "--as-of", AS_OF)
        made: dict[str, Path] = {"挂图.pdf": folder / "挂图.pdf"}
        for picture in PICTURES:
            if picture.document not in made:
                made[picture.document] = pdf(folder / picture.document, folder / "pdf")
            draw(picture, made[picture.document])


def remember(ledger: Path, target: Path) -> None:
    """Copy the ledger of the demo, and let it remember last month and last week, when more was open."""
    shutil.copy(ledger, target)
    forgotten = tuple(SheetChanges(sheet, (), replace_rows=True) for sheet in (schema.MEMORY.name, schema.CHANGES.name))
    for block in forgotten:  # the demo's own memory begins today
        blank = FileBook(target, label="图")
        blank.read()
        blank.write((block,))
    status = schema.PROBLEMS.position("完成程度")
    changed = (CellWrite(5, status, "整改中"), CellWrite(14, status, "整改中"))
    later = tuple(write._replace(value="已完成") for write in changed)
    risks = find("risks")
    if risks is None:
        raise SystemExit("there is no command risks")
    for number, (writes, day) in enumerate(((changed, "2026-10-30"), (later[:1], "2026-11-13"), (later[1:], ""))):
        book = FileBook(target, label=f"图{number}")
        book.read()
        book.write((SheetChanges(schema.PROBLEMS.name, writes),))
        if day:
            moment = datetime.fromisoformat(f"{day}T10:00:00")
            invoke(risks, Request(moment.date(), FileBook(target), options={"write": True}, moment=moment))


def run(*words: str, finds: bool = False) -> None:
    """Run one command of the program; `finds` expects that it finds errors in what it reads."""
    done = subprocess.run(
        [sys.executable, "-m", "rectify_xl", *words], cwd=ROOT, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode != int(finds):
        raise SystemExit(done.returncode)


def pdf(document: Path, folder: Path) -> Path:
    """Return the document as LibreOffice prints it; a paper with stand-ins for the official fonts."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)]
    fonts = {**os.environ}
    if document.suffix == ".docx":
        fonts["FONTCONFIG_FILE"] = str(ROOT / "tools" / "official-fonts.conf")
    subprocess.run(command, check=True, env=fonts, stdout=subprocess.DEVNULL)
    return folder / f"{document.stem}.pdf"


def draw(picture: Picture, source: Path) -> None:
    """Write one picture."""
    page = picture.page if isinstance(picture.page, int) else page_with(source, picture.page)
    target = IMAGES / f"{picture.name}.png"
    numbers = ("-f", str(page), "-l", str(page), "-r", str(picture.resolution))
    subprocess.run(["pdftoppm", "-png", "-singlefile", *numbers, str(source), str(target.with_suffix(""))], check=True)
    with Image.open(target) as image:
        shown = image.convert("RGB").crop((0, 0, image.width, round(image.height * picture.part)))
    if picture.trim:
        shown = trimmed(shown)
    shown.quantize(128).save(target, optimize=True)


def page_with(source: Path, words: str) -> int:
    """Return the number of the first page that has these words."""
    text = subprocess.run(["pdftotext", "-layout", str(source), "-"], check=True, capture_output=True).stdout.decode()
    return next(number for number, page in enumerate(text.split("\f"), 1) if words in page)


def trimmed(image: Image.Image) -> Image.Image:
    """Return an image without its white edges, but for a narrow one."""
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    if box is None:
        return image
    edge = 16
    return image.crop(
        (
            max(box[0] - edge, 0),
            max(box[1] - edge, 0),
            min(box[2] + edge, image.width),
            min(box[3] + edge, image.height),
        )
    )


if __name__ == "__main__":
    main()
