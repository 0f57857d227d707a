"""Where each system keeps its font files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def folders(system: str, home: Path, variables: Mapping[str, str], root: Path = Path("/")) -> tuple[Path, ...]:
    """Return the folders with fonts of the computer and of the user; `system` as `platform.system()` names it."""
    if system == "Windows":
        own = Path(variables.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return (Path(variables.get("SystemRoot") or "C:/Windows") / "Fonts", own / "Microsoft" / "Windows" / "Fonts")
    if system == "Darwin":
        return (
            root / "Library" / "Fonts",
            root / "System" / "Library" / "Fonts",
            root / "Applications" / "Microsoft Excel.app" / "Contents" / "Resources" / "DFonts",
            home / "Library" / "Fonts",
        )
    return (
        root / "usr" / "share" / "fonts",
        root / "usr" / "local" / "share" / "fonts",
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )
