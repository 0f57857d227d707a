"""Promises: what the prose of a ledger says was done, is done regularly, or will be done, and by when (承诺清单)."""

from rectify_xl.judgement.promises.commitment import KIND_LABEL, VERDICT_LABEL, Commitment, Promise
from rectify_xl.judgement.promises.find import find
from rectify_xl.judgement.promises.judge import by_row, judge, told_ahead_of_day

__all__ = ["KIND_LABEL", "VERDICT_LABEL", "Commitment", "Promise", "by_row", "find", "judge", "told_ahead_of_day"]
