"""The notice (通报): read from text into a model, composed from a ledger. Rendering is an adapter."""
