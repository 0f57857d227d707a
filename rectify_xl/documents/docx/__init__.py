"""Word documents: filling, styles, page, title, charts and bookmarks."""
