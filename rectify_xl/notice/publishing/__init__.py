"""The publish gate: what must be settled before the public reads a notice."""
