"""The templates that we ship, made once by code; what an office edits is the result."""
