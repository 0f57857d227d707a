"""Keeping files: backups, the record of each step, replacing in one move, and where outputs may go."""
