"""What stands in each paper, one file a paper. Pure; `documents` makes the files."""
