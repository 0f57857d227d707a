"""The use cases, and the one table that names them for every door."""
