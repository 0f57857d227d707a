"""Tests of notice, writing."""
