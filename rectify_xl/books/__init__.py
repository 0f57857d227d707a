"""Workbooks: the port that every host implements (`base`), and the hosts."""
