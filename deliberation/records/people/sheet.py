"""People as a table for Excel, WPS and LibreOffice: CSV with a heading for each column, in any order.

Written as UTF-8 with the mark that Excel needs to believe it; read as that, or as GB18030, which Excel and
WPS write on Chinese systems. A cell that a spreadsheet would run as a formula gets an apostrophe in front,
and loses it again when it is read.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from deliberation.records.people.entries import Field, PersonEntry, tidied, wrong_with
from deliberation.records.people.views import KnownPerson
from deliberation.session.phrases import N_, Phrase, phrase

FILE_BYTES: Final = 256 * 1024
"""The 2,000 people of a large community need about 130 kB."""

REWRITTEN_BYTES: Final = 3 * FILE_BYTES
"""What `write` makes of such a file at most: UTF-8 from GB18030, and every column filled in."""

MOST_LINES: Final = 5000
BOM: Final = b"\xef\xbb\xbf"

HEADINGS: Final[Mapping[Field, str]] = {
    "name": N_("姓名"),
    "public_name": N_("公开称呼"),
    "org": N_("单位或住处"),
    "has_phone": N_("有手机"),
    "large_print": N_("要大字"),
    "interpreter": N_("要人转述"),
}
ENGLISH: Final[Mapping[str, Field]] = {
    "name": "name",
    "public name": "public_name",
    "from": "org",
    "has phone": "has_phone",
    "large print": "large_print",
    "needs interpreter": "interpreter",
}
"""The headings of a table that was exported in English."""

YES_NO: Final = (N_("是"), N_("否"))
YES: Final = frozenset({"是", "有", "要", "对", "1", "y", "yes", "true", "√", "✓", "✔"})
NO: Final = frozenset({"否", "无", "没有", "不要", "不", "0", "n", "no", "false", "×", "✗"})

_FORMULA: Final = re.compile(r"'*[=+\-@＝＋－＠]")
_HARMLESS: Final = re.compile(r"'+[=+\-@＝＋－＠]")


class UnreadableSheet(Exception):
    """This is no table of people; `sentence` says what to do."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence


class SheetLine(Struct, frozen=True):
    """A good line of the file. `number`: where it begins, the headings being line 1."""

    number: int
    entry: PersonEntry


class SheetProblem(Struct, frozen=True):
    """A line that cannot be taken. `column`: message id of its heading, or none for the whole line."""

    line: int
    column: str | None
    sentence: Phrase


class Sheet(Struct, frozen=True):
    """What a file says. `unused`: headings of columns that are not kept."""

    lines: list[SheetLine]
    problems: list[SheetProblem]
    unused: list[str]


class Comparison(Struct, frozen=True):
    """What an import would do. `namesakes`: new people whose name somebody else has already."""

    new: list[SheetLine]
    changed: list[SheetLine]
    same: list[SheetLine]
    namesakes: list[tuple[SheetLine, KnownPerson]]


def write(
    entries: Iterable[PersonEntry], headings: Mapping[Field, str] = HEADINGS, yes_no: tuple[str, str] = YES_NO
) -> bytes:
    """The table as a file; headings and answers in the reader's language."""
    yes, no = yes_no
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(headings[field] for field in HEADINGS)
    for entry in entries:
        flags = (entry.has_phone, entry.large_print, entry.interpreter)
        table.writerow(
            [_safe(cell) for cell in (entry.name, entry.public_name, entry.org)]
            + [yes if flag else no for flag in flags]
        )
    return BOM + text.getvalue().encode()


def read(data: bytes, *, most: int = FILE_BYTES) -> Sheet:
    """What the file says, line by line; raises UnreadableSheet. `most`: bytes."""
    if len(data) > most:
        raise UnreadableSheet(phrase("文件太大了：最多 {most} kB。请分成几个文件。", most=most // 1024))
    rows = _rows(_decoded(data))
    _, headings = next(rows, (1, []))
    columns, unused = _columns(headings)
    if "name" not in columns.values():
        raise UnreadableSheet(phrase("第一行要写每一列是什么，其中要有“姓名”。可以先下载空表，照着填。"))
    lines: list[SheetLine] = []
    problems: list[SheetProblem] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in rows:
        if len(lines) + len(problems) >= MOST_LINES:
            raise UnreadableSheet(
                phrase("一次最多 {most} 行。请分成几个文件，一个一个导入。", most=MOST_LINES)
            )
        if not any(cell.strip() for cell in row):
            continue
        entry, wrong = _entry({columns[at]: cell for at, cell in enumerate(row) if at in columns})
        first = seen.setdefault(entry.who, number)
        if any(cell.strip() for cell in row[len(headings) :]):
            wrong.append((None, phrase("这一行的格子比第一行多。多半是哪一格里有逗号，没有加引号。")))
        elif first != number and not wrong:
            wrong.append(("name", phrase("和第 {line} 行是同一个人。请留一行，去掉另一行。", line=first)))
        problems += [
            SheetProblem(number, HEADINGS[field] if field else None, sentence) for field, sentence in wrong
        ]
        if not wrong:
            lines.append(SheetLine(number, entry))
    return Sheet(lines, problems, unused)


def compare(lines: Iterable[SheetLine], known: Collection[KnownPerson]) -> Comparison:
    """What these lines would add to the list, change in it, or find there already."""
    by_who = {person.entry.who: person for person in known}
    by_name = {person.entry.name: person for person in known}
    result = Comparison([], [], [], [])
    for line in lines:
        person = by_who.get(line.entry.who)
        if person is None:
            result.new.append(line)
            if namesake := by_name.get(line.entry.name):
                result.namesakes.append((line, namesake))
        elif person.entry != line.entry or person.left:
            result.changed.append(line)
        else:
            result.same.append(line)
    return result


def _decoded(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableSheet(
            phrase("这是 Excel 或 WPS 的表格文件。请在表格里选“另存为”，类型选 CSV，再导入那个文件。")
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableSheet(phrase("这个文件读不出文字。请在表格里选“另存为”，类型选“CSV UTF-8”。"))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line where each begins; commas, or what some systems write for them."""
    first = text.split("\n", 1)[0]
    table = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    number = 1
    try:
        for row in table:
            yield number, row
            number = table.line_num + 1
    except csv.Error as error:
        raise UnreadableSheet(
            phrase("从第 {line} 行起读不下去了：引号没有成对。请改好这一行再导入。", line=number)
        ) from error


def _columns(headings: list[str]) -> tuple[dict[int, Field], list[str]]:
    """Which column is which field, and the headings that say nothing to us; the first of two counts."""
    known: dict[str, Field] = {heading: field for field, heading in HEADINGS.items()} | dict(ENGLISH)
    columns: dict[int, Field] = {}
    unused: list[str] = []
    for at, cell in enumerate(headings):
        heading = cell.strip()
        field = known.get(heading) or known.get(heading.lower())
        if field is not None and field not in columns.values():
            columns[at] = field
        elif heading:
            unused.append(heading)
    return columns, unused


def _entry(cells: Mapping[Field, str]) -> tuple[PersonEntry, list[tuple[Field | None, Phrase]]]:
    """The tidied entry, and what is wrong with it."""
    wrong: list[tuple[Field | None, Phrase]] = []
    flags: dict[Field, bool] = {"has_phone": True, "large_print": False, "interpreter": False}
    for field, otherwise in flags.items():
        answer = cells.get(field, "").strip().lower()
        if answer in YES | NO:
            flags[field] = answer in YES
        elif answer:
            wrong.append((field, phrase("请写“是”或“否”；空着算“{otherwise}”。", otherwise=_word(otherwise))))
    entry = tidied(
        PersonEntry(
            name=_unsafe(cells.get("name", "")),
            public_name=_unsafe(cells.get("public_name", "")),
            org=_unsafe(cells.get("org", "")),
            has_phone=flags["has_phone"],
            large_print=flags["large_print"],
            interpreter=flags["interpreter"],
        )
    )
    wrong += wrong_with(entry).items()
    return entry, wrong


def _word(answer: bool) -> Phrase:  # noqa: FBT001 - the answer itself
    return phrase("是") if answer else phrase("否")


def _safe(cell: str) -> str:
    """Nothing that a spreadsheet would run."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unsafe(cell: str) -> str:
    """As it was before `_safe`."""
    return cell[1:] if _HARMLESS.match(cell) else cell
