"""Tests of ledger, changes."""
