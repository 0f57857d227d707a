"""What is thought of a ledger: findings of checks, risks, and promises in its prose. Pure."""
