"""What the public must not read: personal names and numbers, and what is printed instead. Pure.

Precision goes before recall: what may be something else is a doubt for a person to look at, never a redaction.
"""
