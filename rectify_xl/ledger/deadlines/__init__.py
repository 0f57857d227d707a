"""The deadline that binds each problem, its extensions, and what is wrong with them."""
