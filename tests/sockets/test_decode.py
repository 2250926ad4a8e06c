"""Decoding, without a network."""

from datetime import datetime
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.live.messages import Refused, Request
from deliberation.live.refusals import SENTENCES as ROOM_SENTENCES
from deliberation.session.commands import AnyCommand
from deliberation.session.refusals import REFUSALS
from web.sockets.decode import decode_command
from web.sockets.refusals import SENTENCES, Malformed

texts = st.text(st.characters(codec=None), max_size=30)  # lone surrogates and control characters, too
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
DOINGS = [str(kind.__struct_config__.tag) for kind in get_args(AnyCommand)]


@given(
    st.fixed_dictionaries(
        {"id": texts, "do": st.sampled_from(DOINGS)},
        optional=dict.fromkeys(
            ("seat", "for_seat", "happened_at", "text", "vote", "counts", "minutes"), anything
        ),
    )
    | anything
)
def test_whatever_comes_is_a_command_or_says_what_is_wrong(payload: object) -> None:
    outcome = decoded(payload)
    assert isinstance(outcome, Request) or outcome.code in SENTENCES
    assert msgspec.json.encode(outcome)


def decoded(payload: object) -> Request | Refused:
    try:
        return decode_command((payload,))
    except Malformed as malformed:
        return malformed.answer


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\ud800"])
def test_characters_that_cannot_be_seen_are_refused(character: str) -> None:
    with pytest.raises(Malformed) as caught:
        decode_command(({"id": "x", "do": "note", "text": f"a{character}b"},))
    assert caught.value.answer.detail == {"field": "text"}


def test_the_time_of_a_later_entry_may_have_a_zone_or_not() -> None:
    note = {"id": "x", "do": "note", "text": "停电"}
    for written in ("2026-05-16T14:20", "2026-05-16T14:20:05+08:00", "2026-05-16T06:20Z"):
        request = decode_command(({**note, "happened_at": written},))
        assert request.happened_at == datetime.fromisoformat(written)
    for wrong in ("14:20", "", 5, "0001-01-01T00:00", "9999-12-31T23:59", "昨天"):
        with pytest.raises(Malformed) as caught:
            decode_command(({**note, "happened_at": wrong},))
        assert caught.value.answer.detail == {"field": "happened_at"}


def test_a_code_means_one_thing() -> None:
    assert not SENTENCES.keys() & (ROOM_SENTENCES.keys() | REFUSALS.keys())
    assert not ROOM_SENTENCES.keys() & REFUSALS.keys()
