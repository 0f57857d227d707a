"""The counts: problems by status, aspect and department, and what counts neither way."""
