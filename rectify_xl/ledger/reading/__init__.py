"""From raw sheets to a typed `Ledger`, and what keeps a sheet from being read."""
