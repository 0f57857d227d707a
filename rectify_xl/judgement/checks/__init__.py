"""Checks of a ledger: `run(ledger, profile("上报"), as_of)` returns all findings."""

from __future__ import annotations

from rectify_xl.judgement.checks.base import Check, Context, Remark
from rectify_xl.judgement.checks.profiles import PROFILES, GradedCheck, Profile, profile
from rectify_xl.judgement.checks.run_checks import CRASHED, run

__all__ = ["CRASHED", "PROFILES", "Check", "Context", "GradedCheck", "Profile", "Remark", "profile", "run"]
