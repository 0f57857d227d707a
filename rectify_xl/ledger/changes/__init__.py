"""Changes of a ledger: where they land, what they did, how they are taken back, and the list 变更记录."""
