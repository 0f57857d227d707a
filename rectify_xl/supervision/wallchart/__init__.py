"""挂图作战: every problem of a ledger on one landscape page, laid out in millimetres. Pure; adapters draw it.

`problem_states` says how a problem stands, `matrix` where it goes, `deadline_axis` when it is due, and `chart_page`
puts all together.
"""
