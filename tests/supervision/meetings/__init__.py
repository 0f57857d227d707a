"""Tests of supervision, meetings."""
