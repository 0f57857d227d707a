"""What is made when the project is built or tested: never imported at run time, not in the wheel."""
