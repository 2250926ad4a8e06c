"""The light phone reads what a server writes, however the network cuts it."""

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from deliberation.rehearsal.phone import frames, masked, quantile

EDGES = st.sampled_from([0, 1, 125, 126, 127, 65_535, 65_536])


@given(st.lists(EDGES, max_size=4), st.data())
def test_frames_are_whole_again_wherever_the_stream_was_cut(sizes: list[int], data: st.DataObject) -> None:
    sent = [b"x" * size for size in sizes]
    stream = b"".join(Frame(Opcode.TEXT, each).serialize(mask=False) for each in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))

    received, rest = [], b""
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found, rest = frames(rest + stream[start:end])
        received += found

    assert received == [(Opcode.TEXT, each) for each in sent]
    assert rest == b""


@given(st.text(max_size=300))
def test_what_a_phone_says_is_a_masked_text_frame(text: str) -> None:
    head, content = masked(text)[:2], text.encode()

    assert head[0] == 0x81
    assert head[1] & 0x80
    assert masked(text).endswith(b"\0\0\0\0" + content)


def test_quantiles_of_little_are_what_there_is() -> None:
    assert quantile([], 0.5) is None
    assert quantile([3.0], 0.99) == 3.0
    assert quantile([1.0, 2.0, 3.0, 4.0], 1) == 4.0
