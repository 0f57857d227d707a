"""收回: which returned row is which, what departments changed, and what of it goes into the ledger."""
