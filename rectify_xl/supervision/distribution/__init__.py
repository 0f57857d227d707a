"""分发: which rows go to whom, in which columns, with which words, and what is kept of it."""
