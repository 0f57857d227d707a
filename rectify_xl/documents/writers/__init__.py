"""Papers that are filled in by a command: forms, letters, the report, the remarks of proof-reading."""
