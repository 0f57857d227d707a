"""The page of a paper, and the settings file in which an office changes it."""
