"""People as a table: what is written is read again, and what is wrong is named."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.records.people.entries import PersonEntry, tidied, wrong_with
from deliberation.records.people.sheet import (
    BOM,
    HEADINGS,
    MOST_LINES,
    UnreadableSheet,
    compare,
    read,
    write,
)
from deliberation.records.people.views import KnownPerson

TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from("'=+-@＝,;\t\n\r\"王伟\u3000\u202e"), max_size=12
)
ENTRIES = st.builds(
    PersonEntry,
    TEXT,
    TEXT,
    TEXT,
    has_phone=st.booleans(),
    large_print=st.booleans(),
    interpreter=st.booleans(),
).map(tidied)
GOOD = ENTRIES.filter(lambda entry: not wrong_with(entry))


@given(st.lists(GOOD, unique_by=lambda entry: entry.who))
def test_what_was_exported_is_imported_as_the_same(entries: list[PersonEntry]) -> None:
    sheet = read(write(entries))

    assert [line.entry for line in sheet.lines] == entries
    assert [line.number for line in sheet.lines] == list(range(2, len(entries) + 2))
    assert sheet.problems == []
    known = [KnownPerson(number, entry, left=False) for number, entry in enumerate(entries)]
    assert compare(sheet.lines, known).same == sheet.lines


@given(st.lists(ENTRIES))
def test_no_exported_cell_is_a_formula(entries: list[PersonEntry]) -> None:
    for cell in write(entries).decode("utf-8-sig").replace("\r\n", ",").split(","):
        assert not cell.lstrip('"').startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t"))


@given(ENTRIES)
def test_tidying_twice_changes_nothing(entry: PersonEntry) -> None:
    assert tidied(entry) == entry


@given(st.binary(max_size=400))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    for start in (b"", "姓名,单位或住处\n".encode(), "姓名,单位或住处\n".encode("gb18030")):
        with suppress(UnreadableSheet):
            assert all(problem.sentence.msgid for problem in read(start + data).problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_tables_of_all_kinds_are_read(encoding: str, comma: str) -> None:
    text = "单位或住处,姓名,电话,有手机\r\n居委会,闵秀云,1380000,没有\r\n\r\n3幢,王 伟,,\r\n".replace(
        ",", comma
    )

    sheet = read(text.encode(encoding))

    assert [(line.number, line.entry) for line in sheet.lines] == [
        (2, PersonEntry("闵秀云", "闵某某", "居委会", has_phone=False)),
        (4, PersonEntry("王伟", "王某某", "3幢")),
    ]
    assert sheet.unused == ["电话"]


def test_an_english_table_is_read() -> None:
    sheet = read(b"Name,From,Large print\nAnna Smith,Block 3,yes\n")
    assert [line.entry for line in sheet.lines] == [
        PersonEntry("Anna Smith", "A某某", "Block 3", large_print=True)
    ]


def test_each_bad_line_is_named_with_its_column() -> None:
    text = (
        "姓名,单位或住处,有手机\n,3幢,是\n王伟,3幢,也许\n李四,二幢,三单元,是\n闵秀云,,\n闵秀云,,\n"
        + "长" * 41
    )
    sheet = read(text.encode())

    assert [(problem.line, problem.column) for problem in sheet.problems] == [
        (2, HEADINGS["name"]),
        (3, HEADINGS["has_phone"]),
        (4, HEADINGS["has_phone"]),
        (4, None),
        (6, HEADINGS["name"]),
        (7, HEADINGS["name"]),
    ]
    assert [line.entry.name for line in sheet.lines] == ["闵秀云"]


@pytest.mark.parametrize(
    "data,words",
    [
        (b"", "第一行"),
        (BOM + "名字,住处\n王伟,3幢".encode(), "第一行"),
        (b"PK\x03\x04...", "另存为"),
        ("姓名\n王伟".encode("utf-16"), "读不出文字"),
        (b"\xff\xff", "读不出文字"),
        ('姓名\n"王伟\n李四'.encode(), "引号"),
        (("姓名\n" + "王伟\n" * (MOST_LINES + 1)).encode(), "最多"),
        (b"x" * 300_000, "太大"),
    ],
)
def test_what_is_no_table_of_people_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSheet) as refusal:
        read(data)
    assert words in refusal.value.sentence.msgid
