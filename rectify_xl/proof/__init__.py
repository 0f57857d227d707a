"""Proof-reading (核稿): what is wrong in the text of a notice, ours or anybody's."""

from rectify_xl.proof.composed import of_ledger
from rectify_xl.proof.imported import unshown
from rectify_xl.proof.kinds import KINDS, Kind
from rectify_xl.proof.rules import RULES, proof

__all__ = ["KINDS", "RULES", "Kind", "of_ledger", "proof", "unshown"]
