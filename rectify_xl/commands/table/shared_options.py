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
ROSTER = Option("--roster", "名册（.xlsx 或 .csv）：单位、别名、层级、上级、邮箱、应报日期。", value="FILE")
STORE = Option("--store", "汇总库的文件夹：读过的结果存在这里，下次只读有变动的。", value="DIR")
WORKERS = Option("--workers", "同时用几个进程；不写则与处理器一样多。", value="N")
TEMPLATE = Option("--template", "使用本单位自己的模板文件。", value="PATH")


def reply_by(what: str, otherwise: str) -> Option:
    """Return the option of the day before which `what` has to be done; `otherwise` is when, if nobody says."""
    words = f"在哪一天之前{what}"
    return Option(
        "--reply-by",
        f"要求{words}；不写则为{otherwise}。",
        value="YYYY-MM-DD",
        question=f"请{words}（不写则为{otherwise}）",
    )
