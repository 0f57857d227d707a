"""What a user does where a part of the program is not installed that only some offices need."""

CONSOLIDATE = (
    "用安装包装的程序带着汇总要用的组件（只没有连接集群的）；自己用 Python 装的，请管电脑的同志在本程序的源文件夹里"
    '运行 pip install ".[consolidate]"，有 .whl 文件的，运行 pip install "文件名.whl[consolidate]"'
)
"""The remedy where the level above wants to put ledgers together and what that needs was left out when installing."""
