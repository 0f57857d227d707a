"""What is done with texts as such, whatever they say: numerals, excerpts, likeness, sentences. Pure."""
