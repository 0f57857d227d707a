"""The ledger's memory: what people and commands changed, and how things stood at the end of each week and month.

Pure: rows, the moment and the name of who works come in, changes go out. `change_tracking.remember` is what doors call.
"""
