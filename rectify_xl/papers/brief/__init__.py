"""领导一页纸: one page that is filled line by line, so that its length is known before it is printed."""
