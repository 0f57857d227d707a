"""Proof-reading (核稿): what is wrong in the text of a notice, ours or anybody's."""

from rectify_xl.notice.proof.proof_of_ledger import of_ledger
from rectify_xl.notice.proof.proof_rules import PROOF_RULES
from rectify_xl.notice.proof.reader_remarks import unshown
from rectify_xl.notice.proof.run_rules import READINGS, proof

__all__ = ["PROOF_RULES", "READINGS", "of_ledger", "proof", "unshown"]
