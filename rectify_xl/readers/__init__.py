"""Texts that others wrote, of any kind of file, as lines."""
