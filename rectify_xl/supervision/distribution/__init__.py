"""分发与收回: which rows go to whom, what was sent, and what comes back."""
