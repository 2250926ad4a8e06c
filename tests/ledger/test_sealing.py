"""What always holds of hashed entries, whatever was said in the hall."""

import asyncio
import json
from hashlib import sha256

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from deliberation.ledger.chain import GENESIS, chain, erased, first_broken, linked
from deliberation.ledger.memory import MemoryLedger
from deliberation.ledger.sealing import ERASED, _path, _pointer
from deliberation.session.facts import Entry, WrittenOpinionRead
from tests.ledger.building import HALL, append, entry, notes
from tests.ledger.making import LEDGERS, PERSONAL


@given(LEDGERS, st.integers(0, 6))
def test_any_facts_read_back_equal_and_verify(written: list[Entry], cut: int) -> None:
    async def write_and_read() -> None:
        ledger = MemoryLedger()
        await append(ledger, written[:cut])
        await append(ledger, written[cut:])
        assert await ledger.read(HALL) == written
        assert await ledger.verify(HALL) is None

    asyncio.run(write_and_read())


@given(LEDGERS)
def test_no_personal_text_is_ever_hashed(written: list[Entry]) -> None:
    lines = chain(GENESIS, written)

    assert PERSONAL not in "".join(line.body for line in lines)
    for line, said in zip(lines, written, strict=True):
        assert len(line.openings) == msgspec.json.encode(said).decode().count(f'"{PERSONAL}')


@given(LEDGERS)
def test_the_hashed_body_is_canonical(written: list[Entry]) -> None:
    for line in chain(GENESIS, written):
        assert rfc8785.dumps(json.loads(line.body)) == line.body.encode()


@given(LEDGERS)
def test_everything_personal_can_be_erased_and_the_chain_holds(written: list[Entry]) -> None:
    lines = [erased(line, line.openings) for line in chain(GENESIS, written)]

    assert first_broken(lines, seq=len(lines), root=lines[-1].hash if lines else GENESIS) is None
    assert PERSONAL not in msgspec.json.encode(lines).decode()
    for line in lines:
        assert msgspec.json.encode(line.entry()).decode().count(ERASED) >= len(line.openings)


@given(LEDGERS, st.data())
def test_one_changed_character_is_found(written: list[Entry], data: st.DataObject) -> None:
    lines = chain(GENESIS, written)
    if not lines:
        return
    broken = data.draw(st.integers(0, len(lines) - 1))
    body = lines[broken].body
    at = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.characters(codec="utf-8", exclude_characters=body[at]))
    changed = msgspec.structs.replace(lines[broken], body=body[:at] + other + body[at + 1 :])

    assert first_broken(
        [*lines[:broken], changed, *lines[broken + 1 :]], seq=len(lines), root=lines[-1].hash
    ) == (broken + 1)


def test_the_same_text_never_has_the_same_commitment() -> None:
    first, second = chain(GENESIS, notes("同一句话", "同一句话"))

    assert json.loads(first.body)["fact"] != json.loads(second.body)["fact"]


def test_the_format_is_the_documented_one() -> None:
    """Recomputed with nothing but SHA-256, as docs/ledger.md tells another program to do."""
    (line,) = chain(GENESIS, [entry(1, WrittenOpinionRead(from_="三楼的住户", text="请把灯修好"), "c-1")])
    body = json.loads(line.body)
    opening = line.openings["/fact/from"]
    assert opening is not None

    assert body == {
        "actor": {"role": "recorder"},
        "at": "2026-05-16T06:00:01Z",
        "command_id": "c-1",
        "fact": {
            "fact": "written_opinion_read",
            "from": {"sealed": sha256(bytes.fromhex(opening.salt) + "三楼的住户".encode()).hexdigest()},
            "text": body["fact"]["text"],
        },
        "seq": 1,
        "v": 1,
    }
    assert len(bytes.fromhex(opening.salt)) == 16
    assert line.hash == sha256(bytes(32) + line.body.encode()).hexdigest() == linked(GENESIS, line.body)


def test_an_entry_of_a_newer_program_is_refused() -> None:
    (line,) = chain(GENESIS, notes("一"))
    newer = msgspec.structs.replace(line, body=line.body.replace('"v":1', '"v":2'))

    with pytest.raises(ValueError, match="format 2"):
        newer.entry()


def test_a_time_without_its_zone_is_refused() -> None:
    said = entry(1, "一")

    with pytest.raises(ValueError, match="zone"):
        chain(GENESIS, [msgspec.structs.replace(said, at=said.at.replace(tzinfo=None))])


@given(st.lists(st.text(), min_size=1).map(tuple))
def test_a_pointer_leads_back_to_any_key(path: tuple[str, ...]) -> None:
    assert _path(_pointer(path)) == path
