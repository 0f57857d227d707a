"""Tests of ledger, counting."""
