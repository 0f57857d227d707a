"""One program behind every button: it stays loaded, listens on this computer alone, and works through a remote hand.

A door (the ribbon of WPS, a macro of Excel, a page in the browser) posts a click. What the program wants of the
spreadsheet comes back as wishes, one at a time; the door fulfils each and posts what came of it.
"""
