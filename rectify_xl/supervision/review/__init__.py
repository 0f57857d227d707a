"""Look-back (回头看): which closed problems are visited, the paper for the visit, and what it found."""
