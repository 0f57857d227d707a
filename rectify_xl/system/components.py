"""What a user does where a part of the program is not installed that only some offices need."""

CONSOLIDATE = (
    "安装包里没有这个组件；请管电脑的同志用 Python 装带“汇总”组件的程序：在本程序的源文件夹里运行 "
    'pip install ".[consolidate]"，有 .whl 文件的，运行 pip install "文件名.whl[consolidate]"'
)
"""The remedy where the level above wants to put ledgers together; no set-up carries what that needs."""
