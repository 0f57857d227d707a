"""Tests of the consolidation of many units."""
