"""Damage by seed: sound files are changed a little at a time, and the readers of them may refuse but never fail."""
