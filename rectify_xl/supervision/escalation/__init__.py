"""督办函: the letters by which a late problem is escalated."""
