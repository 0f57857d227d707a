"""The jobs of close that have a dialog of their own, and what they have in common."""
