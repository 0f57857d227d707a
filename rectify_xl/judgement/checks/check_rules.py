"""The rules of all checks, by their code: each once, whatever profiles it stands in."""

from __future__ import annotations

from rectify_xl.judgement.checks.profiles import PROFILES, WRITING
from rectify_xl.judgement.checks.run_checks import CRASHED
from rectify_xl.judgement.rules import Catalogue


def check_rules() -> Catalogue:
    """Return the rules of the checks, the one that stands for a crash last."""
    declared = {check.rule for profile in PROFILES for check, _ in profile.checks} | {check.rule for check in WRITING}
    return Catalogue("RX", *sorted(declared, key=lambda rule: rule.code), CRASHED)
