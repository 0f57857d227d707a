"""环境体检: what is there, what is missing, and what to do about it."""
