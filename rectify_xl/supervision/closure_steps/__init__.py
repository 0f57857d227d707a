"""Closing problems (销号): the steps, their lines in 变更记录, evidence, and relapse as a new row."""
