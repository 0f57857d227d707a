"""The command line: a thin door over the command table.

Built on argparse, because a cold call must cost little more than reading the workbook (see DECISIONS.md); only what
reads the options of the command that was called is built, and what prints its help only where somebody asks for it.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import NoReturn

from rectify_xl import __version__
from rectify_xl.commands.command import Command, Option
from rectify_xl.commands.outcome import FAILED, Outcome, Request, Value
from rectify_xl.commands.runner import invoke, user
from rectify_xl.commands.table import COMMANDS, find
from rectify_xl.doors import visible_text
from rectify_xl.errors import RectifyError, UsageError
from rectify_xl.system import written_files

ARGUMENT = {
    "ledger": ("LEDGER", "台账文件（.xlsx）。"),
    "source": ("SOURCE", "旧台账、问题清单（.xlsx、.xls、.et、.ods）或通报（.docx、.doc、.pdf、.html、.txt 等）。"),
    "either": ("SOURCE", "通报文件（.docx、.doc、.pdf、.html、.txt 等）或台账（.xlsx）。"),
    "folder": ("FOLDER", "各单位报送文件所在的文件夹；也可以是压缩包（.zip）、邮件（.eml、.mbox）或网络地址。"),
}
ACTION = "ACTION"
CALLED = {"LEDGER": "台账文件", "SOURCE": "要读的文件", "FOLDER": "报送文件所在的文件夹", ACTION: "要办的事"}
"""What an error calls the argument that is missing."""
USAGE_PREFIX = "用法："
USAGE = "用法：rectify-xl 命令 [台账] [选项]    （rectify-xl 命令 --help 看该命令的选项）"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 fine, 1 findings of severity error, 2 could not do the work."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    written_files.forget()
    debug = "--debug" in words
    try:
        return _run(words)
    except RectifyError as error:
        _tell(f"错误：{written_files.amended(str(error))}")
        _trace(debug=debug)
    except KeyboardInterrupt:
        _tell(written_files.sentence("已中断", "文件保持原样"))
    except _UnshownError as error:
        _mute()
        if written_files.names() or not isinstance(error.cause, BrokenPipeError):
            _tell(f"错误：{written_files.sentence('结果没能显示完：接收结果的文件或程序不再接收', '没有改动任何文件')}")
    except OSError as error:
        from rectify_xl.system import files

        problem = f"读写文件时出错（{files.reason(error)}）"
        _tell(f"错误：{written_files.sentence(problem, '台账保持原样')}请检查磁盘、权限或网络连接。")
        _trace(debug=debug)
    except Exception as error:  # noqa: BLE001 - the last line of defence: never a traceback in a user's face
        problem = f"程序内部出错（{type(error).__name__}：{error}）"
        _tell(f"错误：{written_files.sentence(problem, '台账保持原样')}请加 --debug 重试，并把输出发给维护人员。")
        _trace(debug=debug)
    return FAILED


class _UnshownError(Exception):
    """Standard output does not take the result."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _tell(message: str) -> None:
    """Say something on standard error; where that takes nothing either, nobody can be told."""
    with suppress(OSError, ValueError):
        print(visible_text.visible(message), file=sys.stderr, flush=True)


def _mute() -> None:
    """Let the end of the process not try once more what standard output did not take."""
    with suppress(OSError, ValueError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)


def _trace(*, debug: bool) -> None:
    if debug:
        import traceback

        with suppress(OSError, ValueError):
            traceback.print_exc()


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        _print(overview())
        return 0
    if words[0] in ("-V", "--version"):
        _print(f"rectify-xl {__version__}")
        return 0
    command = find(words[0])
    if command is None:
        raise UsageError(f"没有“{words[0]}”这个命令", f"可用的命令：{'、'.join(entry.id for entry in COMMANDS)}")
    parsed = parse(command, words[1:])
    outcome = _call(command, parsed)
    if parsed.json:
        _print(visible_text.escaped(outcome.data))
        return outcome.status
    from rectify_xl.doors import terminal

    try:
        terminal.show(outcome)
        sys.stdout.flush()
    except OSError as error:
        raise _UnshownError(error) from error
    return outcome.status


def _print(text: str) -> None:
    try:
        print(text, flush=True)
    except OSError as error:
        raise _UnshownError(error) from error


def _call(command: Command, parsed: argparse.Namespace) -> Outcome:
    options = {option.name: _canonical(option, parsed) for option in command.options}
    request = Request(
        as_of=parsed.as_of or date.today(),  # noqa: DTZ011 - the user's own calendar day is meant
        source=parsed.target or "",
        options=options,
        by=getattr(parsed, "by", None) or user(),
        moment=datetime.now(),  # noqa: DTZ005 - the user's own clock is meant
        say=_tell,
        items=tuple(parsed.items),
    )
    ledger = parsed.target if command.target == "ledger" else request.text(command.ledger_option)
    if ledger:
        from rectify_xl.workbook.file_host import FileBook

        request = request._replace(book=FileBook(ledger, label=command.label))
    return invoke(command, request)


def _canonical(option: Option, given: argparse.Namespace) -> Value:
    value: str | bool | list[str] | None = getattr(given, option.name)
    if option.repeat:
        return tuple(value) if isinstance(value, list) else ()
    if isinstance(value, list):
        return option.default
    if value is None:
        return option.default
    return dict(option.aliases).get(value, value) if isinstance(value, str) else value


class _Formatter(argparse.HelpFormatter):
    """Help text with a Chinese usage line."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, prefix or USAGE_PREFIX)


class _Reader(argparse.ArgumentParser):
    """Reads the options of one command. What is wrong with them is judged here, not by argparse, which speaks English.

    It knows no positional arguments: what it does not take is left for `parse`.
    """

    def __init__(self, command: Command) -> None:
        super().__init__(prog=_program(command), add_help=False, allow_abbrev=False, exit_on_error=False)
        self._command = command
        for option in command.options:
            if option.value:
                allowed = (*option.choices, *(alias for alias, _ in option.aliases))
                nargs = "*" if option.repeat else "?"
                self.add_argument(*_flags(option), action=_ValueAction, allowed=allowed, nargs=nargs)
            else:
                self.add_argument(*_flags(option), action="store_true")
        if _asks_who(command):
            self.add_argument("--by", action=_ValueAction, nargs="?")
        self.add_argument("--as-of", action=_ValueAction, nargs="?")
        for switch in ("--json", "--debug"):
            self.add_argument(switch, action="store_true")
        self.add_argument("-h", "--help", action="help")

    def format_help(self) -> str:
        """Return the help of the command, with its positional arguments."""
        return _parser(self._command).format_help()

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`; whatever can be wrong is found before argparse says so."""
        del message
        raise self.refusal("参数写得不对")

    def refusal(self, problem: str) -> UsageError:
        """Return the error that tells of a problem with the call."""
        return UsageError(problem, f"请用 {self.prog} --help 查看用法")


class _ValueAction(argparse.Action):
    """Takes the value of an option, or the values of one that takes several."""

    def __init__(
        self, option_strings: Sequence[str], dest: str, nargs: str | None = None, allowed: Sequence[str] = ()
    ) -> None:
        super().__init__(option_strings, dest, nargs)
        self._allowed = allowed

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[str] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep what was given; raises `UsageError` where there is nothing, or what the option does not know."""
        del option_string
        if not isinstance(parser, _Reader):
            raise TypeError(parser)
        name = "/".join(self.option_strings)
        if values is None or (not isinstance(values, str) and not values):
            raise parser.refusal(f"选项 {name} 后面要有一个值")
        for value in (values,) if isinstance(values, str) else values:
            _refuse_unknown(parser, name, value, self._allowed)
        former = () if isinstance(values, str) else getattr(namespace, self.dest) or ()
        setattr(namespace, self.dest, values if isinstance(values, str) else [*former, *values])


def _refuse_unknown(reader: _Reader, name: str, value: str, allowed: Sequence[str]) -> None:
    if allowed and value not in allowed:
        raise reader.refusal(f"选项 {name} 不能是 {value!r}，可选：{'、'.join(allowed)}")


def parse(command: Command, words: Sequence[str]) -> argparse.Namespace:
    """Return what stands on the command line, `target`, `items` and the options; raises `UsageError`."""
    reader = _Reader(command)
    end = words.index("--") if "--" in words else len(words)
    try:
        parsed, left = reader.parse_known_args(words[:end])
    except argparse.ArgumentError as error:  # the only fault that argparse finds by itself
        raise reader.refusal(f"选项 {error.argument_name} 后面不能有值") from None
    parsed.as_of = _day(reader, parsed.as_of)
    most = 0 if command.target == "none" else math.inf if command.items else 1
    given: list[str] = []
    strange: list[str] = []
    for position, word in enumerate((*left, *words[end + 1 :])):
        strays = len(given) == most or (position < len(left) and _is_option(word))
        (strange if strays else given).append(word)
    parsed.target, parsed.items = given[0] if given else None, given[1:]
    if command.target == "action" and given:
        _refuse_unknown(reader, ACTION, given[0], [word for pair in command.actions for word in pair])
    missing = [CALLED[_target(command)[0]]] if most and not given else []
    missing += [
        f"{'/'.join(_flags(option))}（{option.help.partition('。')[0]}）"
        for option in command.options
        if option.required and not _given(option, parsed)
    ]
    if missing:
        raise reader.refusal(f"缺少参数：{'、'.join(missing)}")
    if strange:
        raise reader.refusal(f"不认识的参数：{' '.join(strange)}")
    return parsed


def _given(option: Option, parsed: argparse.Namespace) -> bool:
    return getattr(parsed, option.name) is not None


def _is_option(word: str) -> bool:
    """Tell whether a word that no option took looks like an option: not a number, and no words in quotes."""
    return len(word) > 1 and word[0] == "-" and " " not in word and not word[1:].replace(".", "", 1).isdigit()


def _day(reader: _Reader, text: str | None) -> date | None:
    if text is None:
        return None
    from rectify_xl.dates.option_day import option_day

    try:
        return option_day(text)
    except ValueError as error:
        raise reader.refusal(f"选项 --as-of：{error}") from None


def _parser(command: Command) -> argparse.ArgumentParser:
    """Return what the help of a command is made from, by its line in the table."""
    result = argparse.ArgumentParser(
        prog=_program(command),
        description=f"{command.label}：{command.help}",
        add_help=False,
        formatter_class=_Formatter,
    )
    if command.target != "none":
        name, text = _target(command)
        result.add_argument_group("参数").add_argument("target", metavar=name, help=_literal(text))
    if command.items:
        name, text = command.items
        result.add_argument_group("其他参数").add_argument("items", metavar=name, nargs="*", help=_literal(text))
    options = result.add_argument_group("选项")
    for option in command.options:
        _describe(options, option)
    if _asks_who(command):
        options.add_argument("--by", metavar="NAME", help="操作人，记入《变更记录》（默认为本机登录名）。")
    options.add_argument("--as-of", metavar="YYYY-MM-DD", help="以哪一天为准（默认今天）。")
    options.add_argument("--json", action="store_true", help="标准输出只给一个 JSON 文档。")
    options.add_argument("--debug", action="store_true", help="出错时显示程序内部细节。")
    options.add_argument("-h", "--help", action="help", help="显示本说明。")
    if command.items:  # argparse would cut as many characters from the usage as “usage: ” has
        result.usage = _literal(result.format_usage().removeprefix(USAGE_PREFIX).rstrip())
    return result


def _describe(group: argparse._ArgumentGroup, option: Option) -> None:
    if not option.value:
        group.add_argument(*_flags(option), action="store_true", help=_literal(option.help))
        return
    group.add_argument(
        *_flags(option),
        metavar=option.value,
        required=option.required,
        help=_literal(option.help),
        nargs="+" if option.repeat else None,
    )


def _program(command: Command) -> str:
    return f"rectify-xl {command.id}"


def _target(command: Command) -> tuple[str, str]:
    """Return how the argument of a command is called in its help, and what it is."""
    if command.target == "action":
        return ACTION, f"{'、'.join(f'{word}（{meaning}）' for word, meaning in command.actions)}。"
    return ARGUMENT[command.target]


def _flags(option: Option) -> tuple[str, ...]:
    return ("-o", option.flag) if option.flag == "--output" else (option.flag,)


def _asks_who(command: Command) -> bool:
    """Tell whether a command takes `--by` although the table does not list it."""
    works_on_one = command.target == "ledger" or bool(command.ledger_option)
    return works_on_one and all(option.flag != "--by" for option in command.options)


def _literal(text: str) -> str:
    """Return a text for argparse, which takes a percent sign for a format."""
    return text.replace("%", "%%")


def overview() -> str:
    """Return the list of commands, by group."""
    lines = ["rectify-xl：巡察整改台账工具", "", USAGE, ""]
    for group in dict.fromkeys(command.group for command in COMMANDS):
        lines.append(f"【{group}】")
        lines += [
            f"  {command.id:<10}{command.label}　{command.help}" for command in COMMANDS if command.group == group
        ]
    return "\n".join(lines)


def _speak_utf8() -> None:
    """Make both streams UTF-8, also where the console has another code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
