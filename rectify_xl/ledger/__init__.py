"""The ledger as the domain knows it: its layout, its rows, their relations, counts and history. Pure."""
