"""Proof-reading (核稿): what is wrong in the text of a notice, ours or anybody's."""

from rectify_xl.proof.composed import of_ledger
from rectify_xl.proof.imported import unshown
from rectify_xl.proof.kinds import PROOF_RULES
from rectify_xl.proof.rules import READINGS, proof

__all__ = ["PROOF_RULES", "READINGS", "of_ledger", "proof", "unshown"]
