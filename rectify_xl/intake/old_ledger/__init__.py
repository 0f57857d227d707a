"""The ledger that an office has, in whatever layout, becomes the rows of ours."""
