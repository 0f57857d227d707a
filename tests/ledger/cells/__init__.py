"""Tests of ledger, cells."""
