"""Tests of notice, publishing."""
