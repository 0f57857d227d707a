"""Tests of putting the ledgers of many units together."""
