"""Tests of ledger, reading."""
