"""What is written down about a person, from a form or a line of a table: tidied, completed, checked."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final, Literal

import msgspec
from msgspec import Struct

from deliberation.session.phrases import Phrase, phrase

Field = Literal["name", "public_name", "org", "has_phone", "large_print", "interpreter"]

LONGEST: Final[Mapping[Field, int]] = {"name": 40, "public_name": 40, "org": 80}
"""Characters. The longest names of people here have about 25."""

_COMPOUND: Final = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫"
    "宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空令狐"
)
COMPOUND_SURNAMES: Final = frozenset(_COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2))
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_BETWEEN_HAN: Final = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")


class PersonEntry(Struct, frozen=True):
    """A person as staff writes them down. Neither an account nor a phone number: a seat card is enough."""

    name: str
    public_name: str = ""
    org: str = ""
    has_phone: bool = True
    large_print: bool = False
    interpreter: bool = False

    @property
    def who(self) -> tuple[str, str]:
        """The same name with the same `org` is the same person."""
        return self.name, self.org


def tidied(entry: PersonEntry) -> PersonEntry:
    """Without stray spaces and invisible signs; with a public name, if none was given."""
    name = _tidy_name(entry.name)
    return msgspec.structs.replace(
        entry,
        name=name,
        public_name=_tidy_name(entry.public_name) or public_name_for(name),
        org=_tidy(entry.org),
    )


def wrong_with(entry: PersonEntry) -> dict[Field, Phrase]:
    """What has to be changed in a tidied entry, by field."""
    problems: dict[Field, Phrase] = {}
    if not entry.name:
        problems["name"] = phrase("请写姓名。")
    texts: dict[Field, str] = {"name": entry.name, "public_name": entry.public_name, "org": entry.org}
    for field, text in texts.items():
        if len(text) > LONGEST[field]:
            problems[field] = phrase(
                "太长了：最多 {most} 个字，现在有 {length} 个。", most=LONGEST[field], length=len(text)
            )
    return problems


def public_name_for(name: str) -> str:
    """姓某某, as notices write it."""
    if not name:
        return ""
    is_compound = len(name) > len("欧阳") and name[:2] in COMPOUND_SURNAMES
    return f"{name[:2] if is_compound else name[0]}某某"


def _tidy_name(text: str) -> str:
    """Two-character names are often spaced out to the width of three."""
    return _BETWEEN_HAN.sub("", _tidy(text))


def _tidy(text: str) -> str:
    """One line, single spaces, no control or direction signs."""
    visible = "".join(
        " " if unicodedata.category(sign) == "Cc" else sign
        for sign in text
        if unicodedata.category(sign) not in {"Cf", "Cs"}
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())
