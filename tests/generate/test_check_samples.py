"""Every check finds its sample, says so at a cell, and is silent once the sample is corrected."""

from __future__ import annotations

import pytest

from generate.samples import AS_OF, SAMPLES, Sample, right_ledger, wrong_ledger
from rectify_xl.judgement import checks
from rectify_xl.judgement.checks import profiles

SUBMIT = profiles.with_writing(checks.profile("上报"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_check_finds_its_sample(sample: Sample) -> None:
    """The wrong sample gives a finding of its check, with a place, a message and a remedy."""
    found = [each for each in checks.run(wrong_ledger(sample), SUBMIT, AS_OF, sample.files) if each.code == sample.code]
    assert found
    for each in found:
        assert each.sheet
        assert each.cell
        assert each.message.endswith("。")
        assert each.fix.endswith("。")
        assert "{" not in each.message + each.fix


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_corrected_sample_passes(sample: Sample) -> None:
    """The corrected sample gives no finding of its check."""
    found = checks.run(right_ledger(sample), SUBMIT, AS_OF, sample.files)
    assert [each for each in found if each.code == sample.code] == []


def test_every_check_has_one_sample() -> None:
    """There is exactly one sample for every check of the profiles, and none for anything else."""
    codes = {rule.check.code for profile in checks.PROFILES for rule in profile.checks}
    codes |= {check.code for check in profiles.WRITING}
    assert sorted(sample.code for sample in SAMPLES) == sorted(codes)
