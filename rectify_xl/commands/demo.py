"""演示: the whole job on the notice of an invented unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rectify_xl import resources
from rectify_xl.commands import check, import_, notice, risks, rollup
from rectify_xl.commands.outcome import Outcome, Request

SAMPLE = ("samples", "示例通报.txt")
LEDGER = "示例台账.xlsx"
NOTICES: tuple[tuple[str, Mapping[str, str | bool]], ...] = (
    ("整改通报（公开稿）.docx", {"audience": "public"}),
    ("整改通报（内部稿）.docx", {"audience": "internal"}),
    ("整改通报（公开稿）.html", {"audience": "public"}),
    ("整改通报（公开稿）.txt", {"audience": "public"}),
)


def run(request: Request) -> Outcome:
    """Import the sample, check it, warn, count and write the notices, all into the folder `--output`."""
    from rectify_xl.books.file import FileBook

    folder = Path(request.text("output") or "out")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / LEDGER
    request.say("正在导入示例通报……")
    steps: dict[str, Outcome] = {
        "import": import_.run(
            Request(
                request.as_of,
                source=str(resources.path(*SAMPLE)),
                options={"output": str(target), "force": True},
            )
        )
    }
    as_of = request.as_of
    for name, use_case, options in (
        ("check", check, {"profile": "上报", "write": True}),
        ("risks", risks, {"write": True}),
        ("rollup", rollup, {"write": True, "output": str(folder / "汇总表.xlsx")}),
    ):
        request.say({"check": "正在校验……", "risks": "正在研判……", "rollup": "正在汇总……"}[name])
        steps[name] = use_case.run(Request(as_of, FileBook(target), options=options))
    for name, options in NOTICES:
        request.say(f"正在生成{name}……")
        steps[name] = notice.run(
            Request(as_of, FileBook(target), options={**options, "output": str(folder / name), "force": True})
        )
    return Outcome(
        {"folder": str(folder), "steps": {name: dict(step.data) for name, step in steps.items()}},
        _summary(folder, as_of, steps),
        steps["rollup"].sheets[:1],
    )


def _summary(folder: Path, as_of: date, steps: Mapping[str, Outcome]) -> tuple[str, ...]:
    return (
        f"示例单位的整改台账和通报已生成（截至{as_of.isoformat()}）：",
        *(f"　{steps[name].summary[0]}" for name in ("import", "check", "risks", "rollup")),
        "请打开：",
        f"　{folder / LEDGER}　先看《问题台账》的标色行，再看《统计汇总》《校验结果》《预警清单》",
        *(f"　{folder / name}" for name, _ in NOTICES),
        f"　{folder / '汇总表.xlsx'}",
    )
