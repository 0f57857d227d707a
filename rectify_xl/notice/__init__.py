"""The notice (通报): read from text into a model (`parse`), composed from a ledger (`compose`). Rendering is an adapter."""
