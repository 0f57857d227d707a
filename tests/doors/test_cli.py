"""The command line as a whole process: exit status, one JSON document, one Chinese line for what went wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rectify_xl.commands import table
from rectify_xl.commands.table import COMMANDS
from rectify_xl.doors import cli

TRACEBACK = "Traceback"


def call(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rectify_xl", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("台账 文件夹") / "空白 台账.xlsx"
    done = call("new", "-o", str(target))
    assert done.returncode == 0, done.stderr
    return target


def test_new_makes_a_ledger_and_says_where(ledger: Path) -> None:
    """`new --json` prints one JSON document with the path of the new ledger."""
    target = ledger.with_name("另一本.xlsx")
    done = call("new", "-o", str(target), "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ledger": str(target)})
    assert target.is_file()


def test_new_never_overwrites_by_accident(ledger: Path) -> None:
    """An existing file is refused with exit 2 and stays as it was."""
    before = ledger.read_bytes()
    done = call("new", "-o", str(ledger))
    assert done.returncode == 2
    assert done.stderr.startswith("错误：")
    assert "--force" in done.stderr
    assert ledger.read_bytes() == before


def test_force_keeps_a_backup(ledger: Path) -> None:
    """`--force` overwrites, after a dated copy has been kept beside the file."""
    target = ledger.with_name("要覆盖的.xlsx")
    assert call("new", "-o", str(target)).returncode == 0
    before = target.read_bytes()
    assert call("new", "-o", str(target), "--force").returncode == 0
    copies = list((target.parent / "rectify_xl_备份").glob("要覆盖的_*.xlsx"))
    assert [copy.read_bytes() for copy in copies] == [before]


def test_check_without_write_leaves_the_file_alone(ledger: Path) -> None:
    """`check` reports the missing unit name with exit 1 and writes nothing."""
    before = ledger.read_bytes()
    done = call("check", str(ledger), "--json", "--as-of", "2026-09-30")
    data = json.loads(done.stdout)
    assert done.returncode == 1
    assert set(data) >= {"as_of", "profile", "findings", "errors", "warnings"}
    assert (data["as_of"], data["profile"]) == ("2026-09-30", "填报")
    assert data["errors"] == sum(finding["severity"] == "error" for finding in data["findings"])
    assert any("单位名称" in finding["message"] for finding in data["findings"])
    assert ledger.read_bytes() == before


def test_a_day_far_ahead_is_remarked_upon(ledger: Path) -> None:
    """A year that was typed wrong is told behind all that is counted by it; a day of the past is nobody's slip."""
    remark = "请注意：是按2126年1月1日算的"
    assert remark in call("check", str(ledger), "--as-of", "2126-01-01").stdout
    assert "请注意" not in call("check", str(ledger), "--as-of", "2026-01-01").stdout


def test_english_profile_names_mean_the_chinese_ones(ledger: Path) -> None:
    """`--profile publish` is 公开."""
    data = json.loads(call("check", str(ledger), "--json", "--profile", "publish").stdout)
    assert data["profile"] == "公开"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["没有这个命令"], "没有“没有这个命令”这个命令"),
        (["check"], "缺少参数：台账文件"),
        (["check", "不存在.xlsx"], "不存在.xlsx"),
        (["check", "a.xlsx", "--as-of", "明天"], "2026-09-30 的样子"),
        (["check", "a.xlsx", "--as-of", "2026-02-30"], "日历上没有“2026-02-30”这一天"),
        (["check", "a.xlsx", "--profile", "随便"], "可选：填报、上报、公开"),
        (["check", "a.xlsx", "--不认识"], "不认识的参数：--不认识"),
        (["check", "a.xlsx", "b.xlsx"], "不认识的参数：b.xlsx"),
        (["check", "a.xlsx", "--profile"], "选项 --profile 后面要有一个值"),
        (["check", "a.xlsx", "--write=是"], "选项 --write 后面不能有值"),
        (["close", "--step", "apply"], "缺少参数：台账文件。"),
        (["close", "a.xlsx", "P001", "--evidence"], "选项 --evidence 后面要有一个值"),
        (["addin", "不会"], "选项 ACTION 不能是 '不会'，可选：build、制作"),
        (["check", "--", "-不是选项.xlsx"], "找不到文件：-不是选项.xlsx"),
        (["new"], "缺少参数：-o/--output"),
        (["import", "不存在.txt", "-o", "x.xlsx"], "不存在.txt"),
    ],
)
def test_a_wrong_call_gets_one_chinese_line_and_exit_2(words: list[str], said: str, tmp_path: Path) -> None:
    """Whatever is wrong with a call: exit 2, one line on standard error, nothing on standard output, no file made."""
    done = call(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("错误：")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_problems_may_stand_before_and_after_options() -> None:
    """What no option takes are the ledger and its problems, wherever it stands."""
    command = table.find("close")
    assert command is not None
    words = ["台账.xlsx", "P001", "--evidence", "a.pdf", "b.pdf", "--by", "王芳", "-5", "--evidence", "c.pdf"]
    parsed = cli.parse(command, words)
    assert (parsed.target, parsed.items, parsed.evidence) == ("台账.xlsx", ["P001", "-5"], ["a.pdf", "b.pdf", "c.pdf"])


def test_debug_adds_the_traceback(tmp_path: Path) -> None:
    """`--debug` shows where it went wrong, after the same Chinese line."""
    done = call("check", str(tmp_path / "不存在.xlsx"), "--debug")
    assert done.returncode == 2
    assert done.stderr.startswith("错误：")
    assert TRACEBACK in done.stderr


def test_help_is_chinese() -> None:
    """Usage, options and the overview are in Chinese."""
    assert "用法：rectify-xl check" in call("check", "--help").stdout
    assert "【台账】" in call().stdout


@pytest.mark.parametrize("name", [command.id for command in COMMANDS])
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where a help text holds a percent sign, and where a command takes any number of problems."""
    with pytest.raises(SystemExit) as left:
        cli.main([name, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"用法：rectify-xl {name} ")
    assert "%%" not in shown
