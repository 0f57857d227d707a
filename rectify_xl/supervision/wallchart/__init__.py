"""挂图作战: every problem of a ledger on one landscape page, laid out in millimetres. Pure; adapters draw it.

`states` says how a problem stands, `matrix` where it goes, `timeline` when it is due, `page` puts the page together.
"""
