"""Templates of an office: the catalogue, one sandbox for all of them, and every mistake told before use."""
