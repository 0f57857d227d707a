"""What fix tries before it writes, and how it tells of it."""
