"""Build- and test-time code: what makes the files that ship and the documents that describe them. Not in the wheel."""
