"""Send a mail over SMTP, only over an encrypted connection to a server whose certificate is verified.

Without encryption neither the password nor a word of the mail leaves the computer. A server that takes the mail takes
it whole or not at all; where the connection breaks after the mail was handed over, nobody can tell, and that is said.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from rectify_xl.documents.mail.mail_draft import MailDraft, message_of
from rectify_xl.documents.mail.mail_settings import MailSettings
from rectify_xl.errors import PaperError
from rectify_xl.text.excerpts import on_one_line, shortened

_SECONDS = 60
"""How long a server may be silent."""
_SAID = 120
"""Characters of what a server says that a sentence repeats."""
_BY_HAND = "也可以双击邮件草稿（.eml），用邮件程序发出"


def send(draft: MailDraft, settings: MailSettings, at: datetime) -> str:
    """Send the mail to all of its recipients and return its Message-ID; raises `PaperError` where it was not sent.

    A recipient whom the server refuses stops the mail for all: nobody gets half of a submission's readers.
    """
    message = message_of(draft, at)
    message["From"] = settings.sender
    identifier = make_msgid(domain=settings.sender.partition("@")[2])
    message["Message-ID"] = identifier
    with _told(settings), _session(settings) as session:
        _hand_over(session, settings, message, draft.to)
    return identifier


@contextmanager
def _session(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """Yield a session that is encrypted and logged in."""
    context = _context(settings)
    if settings.security == "tls":
        session: smtplib.SMTP = smtplib.SMTP_SSL(settings.server, settings.port, timeout=_SECONDS, context=context)
    else:
        session = smtplib.SMTP(settings.server, settings.port, timeout=_SECONDS)
    try:
        if settings.security == "starttls":
            session.starttls(context=context)
        if settings.password:
            session.login(settings.user, settings.password)
        yield session
        with suppress(smtplib.SMTPException, OSError):
            session.quit()  # the mail is taken already, whatever the server says now
    finally:
        session.close()


def _context(settings: MailSettings) -> ssl.SSLContext:
    """Return what certificates are verified by: the authorities of the system, or a file of the office's own."""
    if not settings.authorities:
        return ssl.create_default_context()
    path = Path(settings.authorities).expanduser()
    try:
        return ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError) as error:
        raise PaperError(f"证书文件读不出来：{path}", "请核对发信设置的 ca_file") from error


def _hand_over(session: smtplib.SMTP, settings: MailSettings, message: EmailMessage, to: tuple[str, ...]) -> None:
    """Hand the mail over once every recipient was accepted."""
    session.ehlo_or_helo_if_needed()
    content = message.as_bytes()
    limit = session.esmtp_features.get("size", "")
    if limit.isdecimal() and 0 < int(limit) < len(content):
        raise PaperError(
            f"邮件有{len(content) / 1e6:.1f}MB，超过服务器允许的{int(limit) / 1e6:.1f}MB，没有发出",
            "请改用网盘、光盘报送文件夹，或减少附件",
        )
    code, answer = session.mail(settings.sender)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, answer, settings.sender)
    for address in to:
        code, answer = session.rcpt(address)
        if code not in (250, 251):
            raise smtplib.SMTPRecipientsRefused({address: (code, answer)})
    try:
        code, answer = session.data(content)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise PaperError(
            f"发到一半，与邮件服务器{settings.server}的连接断了，不知道对方收到没有",
            f"请先问对方收到没有，没有收到再发一次；{_BY_HAND}",
        ) from error
    if code != 250:
        raise smtplib.SMTPDataError(code, answer)


@contextmanager
def _told(settings: MailSettings) -> Iterator[None]:
    """Say in Chinese why a mail was not sent."""
    where = f"邮件服务器{settings.server}:{settings.port}"
    try:
        yield
    except PaperError:
        raise
    except smtplib.SMTPAuthenticationError as error:
        raise PaperError(
            f"{where}不接受用户名“{settings.user}”或口令，没有发出{_answered(error)}",
            "请核对用户名和口令；许多邮箱要用“授权码”，不是登录口令",
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise PaperError(
            f"{where}不提供加密或登录，没有发出，口令也没有发出去",
            "请核对发信设置的端口和加密方式：465端口写 tls，587端口写 starttls",
        ) from error
    except smtplib.SMTPRecipientsRefused as error:
        (address, (code, answer)), *_ = error.recipients.items()
        raise PaperError(
            f"{where}不接受收件人{address}，谁也没有收到（{code} {_words(answer)}）", "请核对收件人的邮箱"
        ) from error
    except smtplib.SMTPResponseException as error:
        raise PaperError(f"{where}没有收下邮件{_answered(error)}", f"请照服务器说的办；{_BY_HAND}") from error
    except ssl.SSLCertVerificationError as error:
        raise PaperError(
            f"{where}的证书不可信（{error.verify_message}），没有发出，口令也没有发出去",
            "请核对服务器名；单位自建证书的，在发信设置里写 ca_file",
        ) from error
    except ssl.SSLError as error:
        raise PaperError(
            f"与{where}不能建立加密连接，没有发出", "请核对发信设置的端口和加密方式：465端口写 tls，587端口写 starttls"
        ) from error
    except smtplib.SMTPException as error:
        raise PaperError(f"{where}中断了连接，没有发出", f"请稍后再发；{_BY_HAND}") from error
    except OSError as error:
        raise PaperError(f"连不上{where}，没有发出", f"请检查网络、服务器名和端口；{_BY_HAND}") from error


def _answered(error: smtplib.SMTPResponseException) -> str:
    return f"（{error.smtp_code} {_words(error.smtp_error)}）"


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return shortened(on_one_line(text), _SAID)
