"""LibreOffice Calc as an xlwings engine over UNO.

Only the part of the xlwings API that `workbook/live/live_host.py` and the ribbon use is there; anything else raises
`NotImplementedError`, as xlwings' own base classes do. Nothing of `xlwings.pro` is used.
"""
