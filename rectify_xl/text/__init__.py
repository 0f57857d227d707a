"""What stands in a cell or a line, whatever it says: values, references, numerals, slots, provenance. Pure."""
