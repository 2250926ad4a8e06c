"""Settings: read strictly, and each of them explained to the administrator."""

import re
from pathlib import Path

import pytest

from deliberation.language import speaker
from web.settings import NAMES, SettingsError, read_settings

MANUAL = Path(__file__).parents[2] / "docs" / "administrator.md"


def test_every_setting_is_explained_and_nothing_else_is() -> None:
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", MANUAL.read_text(encoding="utf-8"), re.MULTILINE))

    assert explained == set(NAMES)


def test_without_settings_everything_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = read_settings({"PUBLIC_URL": " "}, data=tmp_path)

    assert settings.embedded
    assert settings.database == f"sqlite:///{tmp_path}/hall.sqlite3"
    assert settings.public_url is None
    assert settings.ticket_age.total_seconds() == 18 * 3600


@pytest.mark.parametrize(
    "name,value",
    [
        ("DATABASE_URL", "mysql://hall"),
        ("DATABASE_URL", "what"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("REDIS_URL", "http://127.0.0.1:6379"),
        ("REDIS_URL", "redis://127.0.0.1:65536"),
        ("REDIS_URL", "redis://127.0.0.1/0?colour=red"),
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "yishi.example.org"),
        ("PUBLIC_URL", "ftp://yishi.example.org"),
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "../etc/passwd"),
        ("TICKET_HOURS", "0"),
        ("TICKET_HOURS", "a day"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({name: value}, data=tmp_path)

    assert name in speaker("zh")(caught.value.sentence)
