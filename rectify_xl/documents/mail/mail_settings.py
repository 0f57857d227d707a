"""发信设置.toml: through which server mail goes out, and where the password lies; it never stands in the file itself.

The file lies in the user's own folder, or where `--smtp` says; never is one looked for beside a ledger: a ledger comes
from elsewhere, and what lies beside it could send mail and password to anybody.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from rectify_xl.errors import UsageError
from rectify_xl.supervision.distribution.mail_addresses import is_address

FILE = "发信设置.toml"
HOME = Path(".rectify_xl", FILE)
"""Where the settings of a user lie in his home folder."""
PASSWORD_VARIABLE = "RECTIFY_XL_MAIL_PASSWORD"  # noqa: S105 - the name of a variable, no password
_LAST_PORT = 65_535
EXAMPLE = """\
server = "smtp.example.gov.cn"    # 邮件服务器
security = "tls"                  # tls（465端口）或 starttls（587端口）
from = "zgb@example.gov.cn"       # 发件人
# port = 465
# user = "zgb@example.gov.cn"     # 用户名，不写则同发件人
# password_file = "/home/zgb/.mail"  # 口令文件，只有本人能读；不写则读环境变量 RECTIFY_XL_MAIL_PASSWORD
# ca_file = "/home/zgb/ca.pem"    # 单位自建的根证书
"""
_KEYS = ("server", "port", "security", "from", "user", "password_file", "ca_file")
Security = Literal["tls", "starttls"]
_PORTS: Mapping[Security, int] = {"tls": 465, "starttls": 587}


class MailSettings(NamedTuple):
    """The server, how the connection is encrypted, who sends, and who logs in; nobody where `password` is empty."""

    server: str
    port: int
    security: Security
    sender: str
    user: str
    password: str
    authorities: str = ""

    def __repr__(self) -> str:
        """Return words for a trace that do not hold the password."""
        return f"MailSettings({self.server}:{self.port}, {self.security}, {self.sender})"


def load(path_text: str, home: Path) -> MailSettings:
    """Return the settings of a file, of the user's own where none is named; raises `UsageError` with the remedy."""
    path = Path(path_text) if path_text else home / HOME
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        lines = "；".join(line.partition("#")[0].strip() for line in EXAMPLE.splitlines()[:3])
        raise UsageError(f"没有找到发信设置：{path}", f"请新建这个文件，至少写三行：{lines}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"发信设置读不出来：{path}", "请检查文件权限，并存成 UTF-8 编码") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"发信设置写错了：{path}（{error}）", "请照说明书的样子改正") from error
    return _settings(data, path)


def _settings(data: Mapping[str, object], path: Path) -> MailSettings:
    if "password" in data:
        raise UsageError(
            f"发信设置里不能写口令（{path}）",
            f"请删去 password 一行，把口令存进只有本人能读的文件、写 password_file，或放进环境变量{PASSWORD_VARIABLE}",
        )
    unknown = [key for key in data if key not in _KEYS]
    if unknown:
        raise UsageError(f"发信设置里看不懂“{unknown[0]}”（{path}）", f"可以写的是：{'、'.join(_KEYS)}")
    server, sender = _text(data, "server"), _text(data, "from")
    for key, filled in (("server", server), ("from", sender)):
        if not filled:
            raise UsageError(f"发信设置缺 {key}（{path}）", f'请补上这一行，如：{key} = "…"')
    if not is_address(sender):
        raise UsageError(f"发信设置的发件人“{sender}”不是邮箱地址", "请改正 from 一行")
    word = _text(data, "security").lower() or "tls"
    security = next((known for known in _PORTS if known == word), None)
    if security is None:
        raise UsageError(f"发信设置的 security 写的是“{word}”", "请写 tls 或 starttls；不加密的不能发")
    port = data.get("port", _PORTS[security])
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port <= _LAST_PORT:
        raise UsageError(f"发信设置的端口“{port}”不对", "请写数字，如：port = 465")
    user, password = _text(data, "user") or sender, _password(data)
    if not f"{user}{password}".isascii():
        raise UsageError("用户名、口令只能是英文字母、数字和符号", "请核对用户名和口令，不要写全角字符")
    return MailSettings(server, port, security, sender, user, password, _text(data, "ca_file"))


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"发信设置的“{key}”应是文字", f'请给它加上引号，如：{key} = "…"')
    return value.strip()


def _password(data: Mapping[str, object]) -> str:
    """Return the password: of the file that is named, else of the variable; empty where there is none."""
    file = _text(data, "password_file")
    if not file:
        return os.environ.get(PASSWORD_VARIABLE, "")
    path = Path(file).expanduser()
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UsageError(f"口令文件别人也能读：{path}", f"请改成只有本人能读：chmod 600 {path}")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"口令文件读不出来：{path}", "请检查文件是否还在、能不能读") from error
    password = lines[0].strip() if lines else ""
    if not password:
        raise UsageError(f"口令文件是空的：{path}", "请把口令写在第一行")
    return password
