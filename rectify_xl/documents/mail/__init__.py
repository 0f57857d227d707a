"""Mail as files: drafts that a mail program opens, and entries for a calendar. Nothing is ever sent."""
