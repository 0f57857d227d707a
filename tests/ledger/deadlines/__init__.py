"""Tests of ledger, deadlines."""
