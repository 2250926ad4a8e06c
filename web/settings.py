"""What an operator may decide: one frozen record, read once from the environment."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy.exc import ArgumentError

from deliberation.ledger.database import database_url
from deliberation.live.redis_bus import redis_client
from deliberation.records.keys import MIN_SECRET_LENGTH
from deliberation.session.phrases import Phrase, phrase

NAMES: Final = (
    "DATABASE_URL",
    "REDIS_URL",
    "MEDIA_URL",
    "SECRET_KEY",
    "PUBLIC_URL",
    "TIMEZONE",
    "TICKET_HOURS",
    "METRICS_TOKEN",
)
"""Every variable that is read; docs/administrator.md explains each of them."""


class SettingsError(Exception):
    """A variable has a value that cannot be used; `sentence` says which and what to do."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence


class Settings(Struct, frozen=True):
    """How this hall runs."""

    data: Path
    """The folder of the embedded database, of media and of keys."""
    database: str
    """DATABASE_URL; without it, an embedded database in the data folder."""
    embedded: bool
    redis: str | None = None
    """REDIS_URL: where several processes hear from each other; without it, they look at the database."""
    bucket: str | None = None
    """MEDIA_URL: s3://bucket/prefix, where pictures are kept; without it, they are in the data folder."""
    secret: str | None = None
    """SECRET_KEY; without it, a key in the data folder."""
    public_url: str | None = None
    """PUBLIC_URL, without a slash at its end: where QR codes lead. Without it, into the local network."""
    timezone: str = "Asia/Shanghai"
    """TIMEZONE of halls that are set up from now on."""
    ticket_age: timedelta = timedelta(hours=18)
    """TICKET_HOURS: how long a device stays signed in; the longest evening, and the next morning."""

    metrics_token: str | None = None
    """METRICS_TOKEN: who shows it may read the figures, from anywhere; without it, only this machine may."""


def read_settings(environment: Mapping[str, str], *, data: Path) -> Settings:
    """Read them; an empty variable is one that is not set. Raises SettingsError."""
    given = {name: value for name in NAMES if (value := environment.get(name, "").strip())}
    for name in ("SECRET_KEY", "METRICS_TOKEN"):
        if name in given and len(given[name]) < MIN_SECRET_LENGTH:
            raise SettingsError(
                phrase("{name} 太短，至少要 {count} 个字符。", name=name, count=MIN_SECRET_LENGTH)
            )
    return Settings(
        data=data,
        database=_database(given.get("DATABASE_URL"), data),
        embedded="DATABASE_URL" not in given,
        redis=_redis(given.get("REDIS_URL")),
        bucket=_bucket(given.get("MEDIA_URL")),
        secret=given.get("SECRET_KEY"),
        public_url=_public_url(given.get("PUBLIC_URL")),
        timezone=_timezone(given.get("TIMEZONE", "Asia/Shanghai")),
        ticket_age=_hours(given.get("TICKET_HOURS", "18")),
        metrics_token=given.get("METRICS_TOKEN"),
    )


def _database(text: str | None, data: Path) -> str:
    if text is None:
        return f"sqlite:///{(data / 'hall.sqlite3').resolve()}"
    try:
        database_url(text)
    except (ValueError, ArgumentError) as error:
        raise SettingsError(phrase("DATABASE_URL 不对：应当以 sqlite:/// 或 postgresql:// 开头。")) from error
    return text


def _redis(text: str | None) -> str | None:
    if text is not None:
        try:
            _ = redis_client(text)
        except ValueError as error:
            raise SettingsError(
                phrase("REDIS_URL 不对：应当像 redis://127.0.0.1:6379/0 这样，加密连接用 rediss://。")
            ) from error
    return text


def _bucket(text: str | None) -> str | None:
    if text is not None:
        parts = urlsplit(text)
        if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
            raise SettingsError(phrase("MEDIA_URL 不对：应当像 s3://桶名/目录 这样。"))
    return text


def _public_url(text: str | None) -> str | None:
    if text is None:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise SettingsError(phrase("PUBLIC_URL 不对：应当像 https://yishi.example.org 这样。"))
    return text.rstrip("/")


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError(phrase("TIMEZONE 不对：没有“{name}”这个时区。", name=text)) from error
    return text


def _hours(text: str) -> timedelta:
    if not text.isdecimal() or not 1 <= int(text) <= 24 * 31:
        raise SettingsError(phrase("TICKET_HOURS 不对：应当是 1 到 744 之间的小时数。"))
    return timedelta(hours=int(text))
