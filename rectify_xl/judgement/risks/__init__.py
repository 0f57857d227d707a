"""Warnings: problems that are late, nearly late, or may relapse (预警研判)."""

from rectify_xl.judgement.risks.assess import assess
from rectify_xl.judgement.risks.risk_model import KIND_LABEL, Reason, Risk
from rectify_xl.judgement.risks.risk_signals import SIGNALS

__all__ = ["KIND_LABEL", "SIGNALS", "Reason", "Risk", "assess"]
