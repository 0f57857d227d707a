"""Where each sentence and number of a paper comes from, and what became of its cells since."""
