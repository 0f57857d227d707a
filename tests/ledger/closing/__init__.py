"""Tests of ledger, closing."""
