"""督办文书: which letters about a late problem went out, and which one is due. Pure."""
