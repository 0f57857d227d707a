"""The set-up for Linux: installed, updated and taken away for the user alone, in an older Linux without a network."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rectify_xl import __version__
from tests import same_results
from tests.linux.conftest import NUMBER, Linux, dist
from tests.same_results import AS_OF, names

RUN = "cd '/media/U盘 1' && sh ./安装.run"
PLACE = ".local/share/巡察整改"
COMMAND = '"$HOME/.local/bin/rectify-xl"'
REMOVE = f'sh "$HOME/{PLACE}/卸载.sh"'
WPS = ".local/share/Kingsoft/wps/jsaddons"
ENTRY = ".local/share/applications/rectify_xl.desktop"
START = ".config/autostart/rectify_xl.desktop"


@pytest.fixture
def wps(linux: Linux) -> Iterator[Linux]:
    """Return a Linux in which WPS lies where its package puts it; it is no WPS."""
    (linux.root / "opt" / "kingsoft" / "wps-office" / "office6").mkdir(parents=True, exist_ok=True)
    yield linux
    shutil.rmtree(linux.root / "opt" / "kingsoft")


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "C", "zh_CN.GB18030"])
def test_it_is_installed_and_does_its_work(linux: Linux, demo_here: Path, locale: str) -> None:
    """From a stick, into a home with a Chinese name: the demo makes the same papers, and the ledger cell by cell."""
    done = linux.run(f"{RUN}", locale=locale)
    letters = "gb18030" if locale.endswith("GB18030") else "utf-8"
    assert done.returncode == 0, done.stdout.decode(letters)
    assert f"已安装“巡察整改” {__version__}" in done.stdout.decode(letters)
    assert linux.text(f"{COMMAND} --version", locale=locale).strip() == f"rectify-xl {__version__}"
    linux.text(f'mkdir "$HOME/台账" && cd "$HOME/台账" && {COMMAND} demo -o "结 果" --as-of {AS_OF}', locale=locale)
    made = linux.home / "台账" / "结 果"
    assert same_results.papers(made) == same_results.papers(demo_here)
    assert (made / "整改通报（公开稿）.txt").read_bytes() == (demo_here / "整改通报（公开稿）.txt").read_bytes()
    assert same_results.cells(made / "示例台账.xlsx") == same_results.cells(demo_here / "示例台账.xlsx")
    answer = linux.text(f'{COMMAND} check "$HOME/台账/结 果/示例台账.xlsx" --as-of {AS_OF} --json', locale=locale)
    ledger = str(demo_here / "示例台账.xlsx")
    command = [sys.executable, "-m", "rectify_xl", "check", ledger, "--as-of", AS_OF, "--json"]
    here = subprocess.run(command, capture_output=True, check=False).stdout
    assert json.loads(answer)["findings"] == json.loads(here)["findings"]
    checks = json.loads(linux.run(f"{COMMAND} doctor --json", locale=locale).stdout)["checks"]
    assert "有误" not in {check["state"] for check in checks}


def test_many_units_are_put_together_as_here(linux: Linux, demo_here: Path) -> None:
    """The level above needs no Python either: workbook, page and answer of two processes, cell by cell."""
    linux.text(RUN)
    linux.text(f'cd && {COMMAND} demo -o "结 果" --as-of {AS_OF}')
    done = linux.run(f'cd "$HOME/结 果" && {COMMAND} {shlex.join(same_results.TOGETHER)}')
    assert done.returncode == 1, (done.stdout + done.stderr).decode()
    made = linux.home / "结 果"
    for result in (Path("汇总", "下级汇总表.xlsx"), Path(same_results.RESULT)):
        assert same_results.differences(made / result, demo_here / result) == []
    assert same_results.summary(done.stdout) == same_results.summary((demo_here / "json").read_bytes())
    assert (made / same_results.PAGE).stat().st_size > 10_000


def test_what_an_office_needs_ends_as_here(linux: Linux, demo_here: Path) -> None:
    """With the same status and the same files: check, closing, distribution, undo, the package upward, the answers."""
    linux.text(RUN)
    linux.text(
        f'cd && {COMMAND} demo -o "结 果" --as-of {AS_OF} && cd "结 果" && cp 示例台账.xlsx {same_results.LEDGER}'
    )
    done = same_results.needs(
        linux.home / "结 果",
        lambda words: linux.run(f'cd "$HOME/结 果" && {COMMAND} {shlex.join(words)}').returncode,
    )
    assert done == same_results.needs_here(demo_here)


def test_the_page_opens(linux: Linux) -> None:
    """The entry of the menu starts the service and hands its page to the browser, from this computer alone."""
    linux.text(RUN)
    linux.text(
        'mkdir -p "$HOME/bin" && cd "$HOME/bin" && '
        """printf '#!/bin/sh\\nprintf %%s "$1" > "$HOME/address"\\n' > xdg-open && chmod +x xdg-open"""
    )
    entry = (linux.home / ENTRY).read_text(encoding="utf-8")
    start = next(line.removeprefix("Exec=") for line in entry.splitlines() if line.startswith("Exec="))
    ask = (
        "import pathlib, urllib.request; a = (pathlib.Path.home() / 'address').read_text(); "
        "print(a, urllib.request.urlopen(a).read().decode())"
    )
    python = f'"$HOME/{PLACE}/python/bin/python3.11"'
    script = f'export PATH="$HOME/bin:$PATH" DISPLAY=:9; {start} && {python} -c "{ask}" && {COMMAND} service stop'
    answer = linux.text(script)
    assert "http://127.0.0.1:" in answer
    assert "巡察整改" in answer.partition("<")[2]


def test_update_and_remove(wps: Linux) -> None:
    """An update keeps what the user answered and laid there; the removal leaves nothing of ours and all of others."""
    before = wps.files()
    wps.text(RUN)
    assert (wps.home / WPS / f"rectify_xl_{__version__}" / "ribbon.xml").is_file()
    assert f"{wps.inside}/.rectify_xl/start" in (wps.home / START).read_text(encoding="utf-8")
    started = (wps.home / ".rectify_xl" / "start").read_text(encoding="utf-8")
    assert f"'{wps.inside}/{PLACE}/python/bin/python3.11'" in started
    answers = wps.home / ".rectify_xl" / "上次填写.json"
    answers.write_text('{"role": "分管领导"}', encoding="utf-8")
    stale, theirs = wps.home / PLACE / "python" / "旧文件.py", wps.home / PLACE / "我的台账.xlsx"
    stale.touch()
    theirs.touch()
    listed = wps.home / WPS / "publish.xml"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace("<jsplugins>", '<jsplugins><jspluginonline name="别家" type="wps"/>'), "utf-8")
    assert f"已更新到“巡察整改” {__version__}" in wps.text(RUN)
    assert answers.is_file()
    assert theirs.is_file()
    assert not stale.exists()
    assert "别家" in listed.read_text(encoding="utf-8")
    said = wps.text(REMOVE)
    assert "还有您自己的文件" in said
    assert wps.files() - before == {f"{PLACE}/我的台账.xlsx", f"{WPS}/publish.xml"}
    assert "rectify_xl" not in listed.read_text(encoding="utf-8")


def test_removal_leaves_no_empty_folder(wps: Linux) -> None:
    """A home in which nothing was is empty again."""
    wps.text(RUN)
    wps.text(REMOVE)
    left = [path.relative_to(wps.home).as_posix() for path in wps.home.rglob("*")]
    assert set(left) <= {".local", ".local/share", ".config"}


def test_a_damaged_list_of_wps_keeps_the_program(wps: Linux) -> None:
    """What cannot be taken out of the list stays installed, and is told; with --force it goes all the same."""
    wps.text(RUN)
    (wps.home / WPS / "publish.xml").write_text("<jsplugins", encoding="utf-8")
    done = wps.run(REMOVE)
    assert done.returncode == 2
    assert "没有卸载。WPS 的加载项清单已损坏" in done.stderr.decode()
    assert (wps.home / PLACE / "rectify-xl").is_file()
    wps.text(f"{REMOVE} --force")
    assert wps.files() == {f"{WPS}/publish.xml"}


def test_another_place_takes_the_former_one_away(linux: Linux) -> None:
    """There is one program, wherever it lies; its folder may have any name."""
    linux.text(RUN)
    told = linux.text(f'{RUN} --prefix "$HOME/程序 ($\'"')
    assert f"原来装在 {linux.inside}/{PLACE} 的那一份已经删去" in told
    assert not (linux.home / PLACE).exists()
    assert (linux.home / ".local/bin/rectify-xl").readlink() == Path(f"{linux.inside}/程序 ($'/rectify-xl")
    linux.text(f'{COMMAND} --version && sh "$HOME/程序 ($\'/卸载.sh"')


def test_what_others_have_stays(linux: Linux) -> None:
    """A folder with other things is not taken, a command of the same name is not replaced."""
    linux.text('mkdir "$HOME/东西" && touch "$HOME/东西/a"')
    done = linux.run(f'{RUN} --prefix "$HOME/东西"')
    assert (done.returncode, "里有别的东西，没有安装" in done.stderr.decode()) == (2, True)
    linux.text('mkdir -p "$HOME/.local/bin" && echo other > "$HOME/.local/bin/rectify-xl"')
    assert "没有动它" in linux.text(RUN)
    linux.text(REMOVE)
    assert (linux.home / ".local/bin/rectify-xl").read_text() == "other\n"
    assert linux.files() == {"东西/a", ".local/bin/rectify-xl"}


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("printf x | dd of=x.run bs=1 seek=40000000 conv=notrunc 2>/dev/null", "安装文件不完整，或者被改动过"),
        ("truncate -s -1 x.run", "安装文件不完整，或者被改动过"),
        ("printf '#!/bin/sh\\necho loongarch64\\n' > bin/uname", "龙芯"),
        ("printf '#!/bin/sh\\necho aarch64\\n' > bin/uname", "请换用文件名里写着 aarch64 的那一份"),
        ("printf '#!/bin/sh\\necho riscv64\\n' > bin/uname", "只有 x86_64 和 aarch64 两种"),
        (
            "printf '#!/bin/sh\\ncase $1 in LONG_BIT) echo 64;; *) echo glibc 2.17;; esac\\n' > bin/getconf",
            "系统太旧：glibc 是 2.17",
        ),
        ("printf '#!/bin/sh\\nexit 1\\n' > bin/getconf", "不是 GNU C 库"),
        ("printf '#!/bin/sh\\necho head; echo / 9 9 50000 9%% /\\n' > bin/df", "磁盘空间不够"),
    ],
)
def test_what_keeps_it_from_being_installed_is_said(debian: Linux, damage: str, message: str) -> None:
    """In Chinese, with exit status 2, and nothing is left behind."""
    script = (
        f"cd && mkdir bin && cp '/media/U盘 1/安装.run' x.run && {damage} && chmod +x bin/* 2>/dev/null; "
        'PATH="$HOME/bin:$PATH" sh x.run'
    )
    done = debian.run(script)
    assert (done.returncode, message in done.stderr.decode()) == (2, True), done.stderr.decode()
    assert not any(name.startswith(".local") for name in debian.files())


UNPACK = 'cd && tar -xzf "/media/U盘 1/文件夹.tar.gz" && cd 巡察整改-*'


def test_the_folder_is_used_where_it_lies_and_installs_itself(debian: Linux) -> None:
    """Nothing is written into it; 安装.sh copies it, without what the user laid beside, and it may go then."""
    work = "touch 我的.xlsx && mkdir ../结果 && ./rectify-xl demo -o ../结果 && ./rectify-xl doctor --json"
    debian.text(f"{UNPACK} && {work}")
    [folder] = debian.home.glob("巡察整改-*")
    assert names(folder) == sorted([*names(dist(folder.name)), "我的.xlsx"])
    debian.text(f"cd && cd {folder.name} && sh ./安装.sh && cd && rm -r {folder.name} && {COMMAND} --version")
    assert not (debian.home / PLACE / "我的.xlsx").exists()
    assert names(debian.home / PLACE) == names(dist(folder.name))


def test_a_disk_that_runs_no_programs_is_told(debian: Linux) -> None:
    """So does a system that stops what is not signed."""
    done = debian.run(f"{UNPACK} && chmod -x python/bin/python3.11 && sh ./安装.sh")
    assert (done.returncode, "不许运行程序" in done.stderr.decode()) == (2, True)
    assert not (debian.home / PLACE).exists()


def test_an_update_ends_the_service_of_the_older_one(linux: Linux) -> None:
    """The next click starts the new one."""
    linux.text(RUN)
    start, status = f"{COMMAND} service start", f"{COMMAND} service status --json"
    script = f"{start} && {status} && {RUN} && ! {COMMAND} service status && {start} && {status}"
    assert linux.text(script).count('"running": true') == 2


def test_an_installation_that_is_broken_off_leaves_nothing(debian: Linux) -> None:
    """Whoever logs out in the middle of it finds what was there before."""
    broken = debian.home / "bin" / "gzip"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nkill $PPID\nsleep 1\n")
    broken.chmod(0o755)
    done = debian.run(f'export PATH="$HOME/bin:$PATH"; {RUN}')
    assert done.returncode != 0
    assert debian.files() == {"bin/gzip"}
    assert list((debian.home / ".local" / "share").iterdir()) == []


def test_what_a_killed_installation_left_goes_with_the_next_one(debian: Linux) -> None:
    """Nobody would find its hundreds of megabytes in a folder that is not shown; one that still works is left alone."""
    unpacking = 'ls -d "$HOME"/.local/share/.rectify_xl.*/*/python'
    debian.text(
        f"({RUN}) & until {unpacking} 2>/dev/null; do sleep 0.1; done; pkill -9 sh; pkill -9 tar; sleep 1; "
        "cd ~/.local/share && mkdir .rectify_xl.1.new .rectify_xl.1.old && touch -d '2 hours ago' .rectify_xl.1.old && "
        f"({RUN})"
    )
    data = debian.home / ".local" / "share"
    assert sorted(path.name for path in data.iterdir()) == [".rectify_xl.1.new", "applications", "巡察整改"]


def test_an_update_that_was_killed_between_both_versions_loses_nothing(debian: Linux) -> None:
    """The next one brings back what the user had laid there, beside what was laid there since."""
    debian.text(RUN)
    for name in ("台账.xlsx", "另一本.xlsx"):
        (debian.home / PLACE / name).write_text("原来的")
    broken = "mkdir .rectify_xl.999999.x && mv 巡察整改 .rectify_xl.999999.x/former"
    since = "mkdir 巡察整改 && echo 1 > 巡察整改/台账.xlsx"
    debian.text(f'cd "$HOME/.local/share" && {broken} && {since}')
    debian.text(RUN)
    place = debian.home / PLACE
    assert not [*place.parent.glob(".rectify_xl.*")]
    assert (place / "另一本.xlsx").read_text() == "原来的"
    assert (place / "台账.xlsx").read_text() == "1\n"
    assert [path.read_text() for path in place.glob("原来的*台账.xlsx")] == ["原来的"]


def test_a_removal_that_was_broken_off_is_made_good(debian: Linux) -> None:
    """It says how; and whoever left a ledger in the folder can install there again."""
    debian.text(f'{RUN} && rm -r "$HOME/{PLACE}/python"')
    done = debian.run(REMOVE)
    assert (done.returncode, "请重新安装一次，再卸载" in done.stderr.decode()) == (2, True)
    debian.text(f'{RUN} && touch "$HOME/{PLACE}/我的台账.xlsx" && {REMOVE} && {RUN}')
    assert (debian.home / PLACE / "我的台账.xlsx").is_file()
    debian.text(f"{COMMAND} --version && {REMOVE}")
    assert debian.files() == {f"{PLACE}/我的台账.xlsx"}


def test_only_one_at_a_time(debian: Linux) -> None:
    """The second one says so and changes nothing, whether it installs or removes."""
    debian.text(RUN)
    hold = f'exec 9<"$HOME/{PLACE}/.." && flock 9'
    for words in (RUN, REMOVE):
        done = debian.run(f"({hold} && {words})")
        assert (done.returncode, "正在安装或卸载" in done.stderr.decode()) == (2, True)
    assert not [*(debian.home / ".local" / "share").glob(".rectify_xl.*")]
    debian.text(f"{COMMAND} --version")
    done = debian.run(f"({RUN}) & ({RUN}); first=$?; wait $!; test $((first + $?)) -le 2 && {COMMAND} --version")
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@pytest.mark.parametrize(
    ("disk", "message"),
    [
        ("size=100m", "要 "),
        ("size=600m,nr_inodes=2000", "解压时出错，没有安装：多半是磁盘满了"),
        ("ro", "不能新建文件夹"),
        ("noexec", "不许运行程序"),
    ],
)
def test_a_disk_that_does_not_take_it_is_told(debian: Linux, disk: str, message: str) -> None:
    """Too small (its name has a blank), too many files, read only, or without programs; nothing is left behind."""
    done = debian.run(f"{RUN}; status=$?; ls -A ~ ~/.local/share; exit $status", disk=disk)
    told = done.stderr.decode()
    assert (done.returncode, message in told) == (2, True), told
    assert ".rectify_xl." not in done.stdout.decode() + told
    if disk.startswith("size=100m"):
        assert "磁盘空间不够：/home/张 三/.local/share 所在的磁盘还剩 100 MB" in told


def test_an_update_for_which_there_is_no_room_leaves_the_older_one(debian: Linux) -> None:
    """Both must lie there for a moment."""
    done = debian.run(f"{RUN} && ! ({RUN}) && {COMMAND} --version && ls -A ~/.local/share", disk="size=420m")
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    assert set(done.stdout.decode().splitlines()[-3:]) == {f"rectify-xl {__version__}", "applications", "巡察整改"}


def test_root_is_sent_to_the_user(linux: Linux) -> None:
    """What is installed is for one user."""
    done = linux.run(RUN, user=0)
    assert (done.returncode, "请不要用管理员" in done.stderr.decode()) == (2, True)


def test_libreoffice_gets_and_loses_its_buttons(setup: Path, tmp_path: Path) -> None:
    """The real LibreOffice of this computer, for a user who has nothing yet."""
    if shutil.which("soffice") is None or os.geteuid():
        pytest.skip("LibreOffice, and root to become another user, are needed")
    home = Path("/tmp") / f"rectify_xl_{tmp_path.name}_{os.getpid()}"  # noqa: S108 - pytest's folders are root's alone
    home.mkdir()
    os.chown(home, NUMBER, NUMBER)
    program = shutil.copy(setup, home / "安装.run")
    become = ["setpriv", f"--reuid={NUMBER}", f"--regid={NUMBER}", "--clear-groups"]
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "zh_CN.UTF-8"}

    def run(*words: str) -> str:
        done = subprocess.run([*become, *words], env=environment, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    try:
        assert "LibreOffice 的按钮已装上" in run("sh", str(program))
        assert "org.rectify_xl.calc" in run("unopkg", "list")
        run("sh", str(home / PLACE / "卸载.sh"))
        assert "org.rectify_xl.calc" not in run("unopkg", "list")
        left = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
        assert [name for name in left if not name.startswith((".config/libreoffice", ".cache/"))] == ["安装.run"]
    finally:
        shutil.rmtree(home)
