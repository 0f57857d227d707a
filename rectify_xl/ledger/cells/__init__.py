"""What is written in one cell: choices, signatures, departments, and words for nothing."""
