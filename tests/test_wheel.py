"""The wheel is whole: what an office installs runs without the source tree."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generate.installers import linux_folder, portable_python, python_packages
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_carries_what_the_program_needs(wheel: Path) -> None:
    """Template, notice templates, samples and add-in sources lie in the wheel, byte for byte as in the tree."""
    with zipfile.ZipFile(wheel) as package:
        packed = {name.removeprefix("rectify_xl/data/"): package.read(name) for name in package.namelist()}
    shipped = [ROOT / "workbook_template.xlsx"]
    shipped += [
        each for folder in ("templates", "samples", "macros") for each in (ROOT / folder).rglob("*") if each.is_file()
    ]
    for path in shipped:
        assert packed[path.relative_to(ROOT).as_posix()] == path.read_bytes()


def test_the_wheel_carries_its_licences_and_a_bill_of_materials(wheel: Path) -> None:
    """Both name what the program needs to run, in the versions that are locked, and nothing of development."""
    with zipfile.ZipFile(wheel) as package:
        about = next(name for name in package.namelist() if name.endswith("/METADATA")).removesuffix("METADATA")
        listed = package.read(f"{about}licenses/docs/licences.md").decode()
        bill = json.loads(package.read(f"{about}sboms/bill-of-materials.cdx.json"))
        assert package.read(f"{about}licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    parts = {(part["name"].lower().replace("_", "-"), part["version"]) for part in bill["components"]}
    assert set(re.findall(r"(?m)^\| ([a-z0-9-]+) \| ([0-9][^ ]*) \|", listed)) == parts
    for architecture in portable_python.ARCHITECTURES:
        lock = (ROOT / linux_folder.LOCK.format(architecture)).read_text(encoding="utf-8")
        assert set(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", lock)) == parts
    assert bill["bomFormat"] == "CycloneDX"


def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """Nothing that the wheel needs is missing in the sources that are handed out."""
    _, rebuilt = python_packages.build(tmp_path / "dist", tmp_path, ROOT)
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(rebuilt) as other:
        assert {name: one.read(name) for name in one.namelist()} == {
            name: other.read(name) for name in other.namelist()
        }


def test_the_installed_wheel_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    """Unpacked far from the source tree, the program does its whole job."""
    installed, out = tmp_path / "site", tmp_path / "结果"
    with zipfile.ZipFile(wheel) as package:
        package.extractall(installed)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "rectify_xl", "demo", "-o", str(out), "--as-of", "2026-09-30"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir() if path.is_file()) == [
        "上报表.xlsx",
        "周调度表.docx",
        "挂图作战.xlsx",
        "整改情况报告.docx",
        "整改通报（公开稿）.docx",
        "整改通报（公开稿）.html",
        "整改通报（公开稿）.txt",
        "整改通报（内部稿）.docx",
        "月通报.docx",
        "核稿意见.docx",
        "汇总表.xlsx",
        "示例台账.xlsx",
        "领导一页纸.docx",
    ]
