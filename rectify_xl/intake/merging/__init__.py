"""What was imported against a ledger that exists: which rows are the same, what differs, and what may be written."""
