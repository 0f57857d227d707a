"""What the program needs of the operating system, and nothing else."""
