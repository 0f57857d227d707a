"""Closing problems (销号): conditions, signatures in order, rejection, extension, and relapse as a new row."""
