"""Intake: what comes from outside (a notice) becomes rows of the ledger."""
