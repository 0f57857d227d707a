"""Mail goes out over real encrypted connections only, to a server that proves who it is, or not at all.

Each test talks to a real SMTP server on this computer, with certificates of an authority made for the test.
"""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
import trustme

from rectify_xl.documents.mail import mail_settings, send_mail
from rectify_xl.documents.mail.mail_draft import Attachment, MailDraft
from rectify_xl.documents.mail.mail_settings import PASSWORD_VARIABLE, MailSettings, Security
from rectify_xl.errors import PaperError, UsageError
from tests.documents.mail.conftest import PASSWORD, Inbox, Serve

AT = datetime(2026, 10, 8, 9, 30)  # noqa: DTZ001 - the user's own clock
SECURITIES: tuple[Security, ...] = ("tls", "starttls")
DRAFT = MailDraft(
    "【整改上报】青林县南坪镇巡察整改台账",
    "现报送台账。\n.单独一点开头的一行\n",
    ("zgb@qinglin.gov.cn", "bak@qinglin.gov.cn"),
    (Attachment("青林县南坪镇_整改台账_2026-09-30.xlsx", bytes(range(256)) * 400), Attachment("清单.json", b"{}")),
)


def settings(port: int, security: Security, trusted: str, **changed: Any) -> MailSettings:
    plain = MailSettings("127.0.0.1", port, security, "zgb@nanping.gov.cn", "zgb", PASSWORD, trusted)
    return plain._replace(**changed)


@pytest.mark.parametrize("security", SECURITIES)
def test_a_mail_arrives_whole(serve: Serve, inbox: Inbox, trusted: str, security: Security) -> None:
    """Subject, text, sender, recipients and attachments are read back; it is no draft any more."""
    with serve(security) as port:
        identifier = send_mail.send(DRAFT, settings(port, security, trusted), AT)
    (envelope,) = inbox.envelopes
    assert (envelope.mail_from, tuple(envelope.rcpt_tos)) == ("zgb@nanping.gov.cn", DRAFT.to)
    assert isinstance(envelope.content, bytes)
    mail = message_from_bytes(envelope.content, policy=modern)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == DRAFT.body
    assert (mail["Subject"], mail["From"], mail["To"]) == (DRAFT.subject, "zgb@nanping.gov.cn", ", ".join(DRAFT.to))
    assert (mail["Message-ID"], mail["X-Unsent"]) == (identifier, None)
    assert identifier.endswith("@nanping.gov.cn>")
    attached = [(part.get_filename(), part.get_payload(decode=True)) for part in mail.iter_attachments()]
    assert attached == [(attachment.name, attachment.content) for attachment in DRAFT.attachments]


def refusal(port: int, security: Security, trusted: str, **changed: Any) -> str:
    """Send a mail that is not sent; return what is told, which never holds the password."""
    with pytest.raises(PaperError) as refused:
        send_mail.send(DRAFT, settings(port, security, trusted, **changed), AT)
    assert refused.value.remedy
    assert PASSWORD not in f"{refused.value}{refused.value.__cause__!r}{settings(port, security, trusted)!r}"
    return refused.value.message


def test_a_server_that_is_another_one_gets_nothing(serve: Serve, inbox: Inbox, trusted: str, tmp_path: Path) -> None:
    """Neither a certificate of another name, nor one of an authority that nobody knows: no password, no mail."""
    with serve("tls", "mail.example.com") as port:
        assert "证书不可信" in refusal(port, "tls", trusted)
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    for security in SECURITIES:
        with serve(security) as port:
            assert "证书不可信" in refusal(port, security, str(other))
    assert (inbox.envelopes, inbox.logins) == ([], [])


def test_without_encryption_nothing_is_sent(serve: Serve, inbox: Inbox, trusted: str) -> None:
    """A server that offers none gets neither the password nor a word of the mail."""
    with serve("none") as port:
        assert "口令也没有发出去" in refusal(port, "starttls", trusted)
        assert "加密连接" in refusal(port, "tls", trusted)
    assert (inbox.envelopes, inbox.logins) == ([], [])


def test_a_refused_login_is_told(serve: Serve, inbox: Inbox, trusted: str) -> None:
    """A wrong password, or none where one is asked for."""
    for security in SECURITIES:
        with serve(security) as port:
            assert "不接受用户名“zgb”或口令" in refusal(port, security, trusted, password="falsch")  # noqa: S106 - wrong
    with serve("starttls") as port:
        assert "没有收下邮件（530" in refusal(port, "starttls", trusted, password="")
    assert inbox.envelopes == []


def test_one_refused_recipient_stops_it_for_all(serve: Serve, inbox: Inbox, trusted: str) -> None:
    """Nobody gets what not all of its readers get."""
    inbox.refused = DRAFT.to[1]
    with serve("starttls") as port:
        assert "不接受收件人bak@qinglin.gov.cn，谁也没有收到（550" in refusal(port, "starttls", trusted)
    assert inbox.envelopes == []


def test_a_mail_that_is_too_large_or_not_wanted_is_told(serve: Serve, inbox: Inbox, trusted: str) -> None:
    """The limit that the server states is looked at first; what it answers to the mail is repeated."""
    with serve("tls", data_size_limit=50_000) as port:
        assert "超过服务器允许的0.1MB" in refusal(port, "tls", trusted)
    assert inbox.envelopes == []
    inbox.answer = "554 spam\r\n"
    with serve("tls") as port:
        assert "没有收下邮件（554 spam）" in refusal(port, "tls", trusted)


def test_a_server_that_dies_midway_leaves_it_open(serve: Serve, inbox: Inbox, trusted: str) -> None:
    """Whether the mail was taken nobody can tell, and that is said."""
    inbox.dies = True
    with serve("tls") as port:
        assert "不知道对方收到没有" in refusal(port, "tls", trusted)


def test_no_server_at_all(serve: Serve, trusted: str) -> None:
    """A closed port and a name that does not exist."""
    with serve("tls") as port:
        pass
    assert "连不上" in refusal(port, "tls", trusted)
    assert "连不上" in refusal(465, "tls", trusted, server="mail.invalid")
    assert "证书文件读不出来" in refusal(465, "tls", "/nowhere/ca.pem")


def written(folder: Path, text: str) -> str:
    path = folder / "发信设置.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_settings_are_read_and_the_password_lies_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the variable, or from a file that only its owner reads; both defaults and all keys."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    short = written(tmp_path, 'server = "smtp.gov.cn"\nfrom = "a@b.gov.cn"\n')
    assert mail_settings.load(short, tmp_path) == MailSettings(
        "smtp.gov.cn", 465, "tls", "a@b.gov.cn", "a@b.gov.cn", PASSWORD
    )
    secret = tmp_path / "口令"
    secret.write_text("andere\n", encoding="utf-8")
    secret.chmod(0o600)
    long = f'server="s"\nport=2525\nsecurity="STARTTLS"\nfrom="a@b.cn"\nuser="u"\npassword_file="{secret}"\nca_file="c"'
    assert mail_settings.load(written(tmp_path, long), tmp_path) == MailSettings(
        "s", 2525, "starttls", "a@b.cn", "u", "andere", "c"
    )
    home = tmp_path / ".rectify_xl"
    home.mkdir()
    home.joinpath("发信设置.toml").write_text(mail_settings.EXAMPLE, encoding="utf-8")
    assert mail_settings.load("", tmp_path).server == "smtp.example.gov.cn"
    secret.chmod(0o644)
    with pytest.raises(UsageError, match="别人也能读"):
        mail_settings.load(written(tmp_path, long), tmp_path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("server = ", "写错了"),
        ('from = "a@b.gov.cn"', "缺 server"),
        ('server = "s"', "缺 from"),
        ('server = "s"\nfrom = "张三"', "不是邮箱地址"),
        ('server = "s"\nfrom = "a@b.gov.cn"\npassword = "x"', "不能写口令"),
        ('server = "s"\nfrom = "a@b.gov.cn"\nsecurity = "none"', "security"),
        ('server = "s"\nfrom = "a@b.gov.cn"\nport = "465"', "端口"),
        ('server = "s"\nfrom = "a@b.gov.cn"\nport = 70000', "端口"),
        ('server = 5\nfrom = "a@b.gov.cn"', "应是文字"),
        ('server = "s"\nfrom = "a@b.gov.cn"\nfarbe = 1', "看不懂“farbe”"),
        ('server = "s"\nfrom = "a@b.gov.cn"\npassword_file = "/nowhere"', "口令文件读不出来"),
        ('server = "s"\nfrom = "a@b.gov.cn"\nuser = "张三"', "用户名、口令只能是"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, text: str, complaint: str) -> None:
    """Each mistake with its remedy."""
    with pytest.raises(UsageError, match=complaint) as refused:
        mail_settings.load(written(tmp_path, text), tmp_path)
    assert refused.value.remedy


def test_missing_settings_show_what_to_write(tmp_path: Path) -> None:
    """Whoever has none learns the three lines that it takes."""
    with pytest.raises(UsageError, match="没有找到发信设置") as refused:
        mail_settings.load("", tmp_path)
    assert 'server = "smtp.example.gov.cn"' in refused.value.remedy
