"""Tests of notice, reading."""
