"""Options that several commands have."""

from rectify_xl.commands.command import Option

OUTPUT = Option("--output", "结果文件或文件夹。", value="PATH")
FORCE = Option("--force", "目标文件已存在时覆盖，覆盖前自动备份。")
TRACE = Option("--trace", "另存追溯表（.json）：每句话、每个数字的出处。", value="T.json")
WRITE = Option("--write", "把结果写进台账（写前自动备份）；不加则只显示，不改动文件。")
SINCE = Option(
    "--since",
    "从哪一天算起；不写则从上一周的快照算起。",
    value="YYYY-MM-DD",
    question="从哪一天算起（不写则从上一周的快照算起）",
)
WORKERS = Option("--workers", "同时用几个进程；不写则与处理器一样多。", value="N")
TEMPLATE = Option("--template", "使用本单位自己的模板文件。", value="PATH")
