"""What is filled into each paper that is no notice."""
