"""Whatever a client sends, it is answered, and told what is wrong."""

import asyncio

import pytest

from tests.sockets.service import Service
from tests.support.halls import CHAIR, MEMBERS, RECORDER
from web.sockets.allowance import BURST

pytestmark = pytest.mark.asyncio

A1 = MEMBERS[2]
BENCH = {
    "topic": "T1",
    "title": "添长椅",
    "text": "两把",
    "what": "买",
    "who": "居委会",
    "when": "五月",
    "money": "公益金",
}


async def test_an_accepted_command(service: Service) -> None:
    client = await service.client(A1)
    assert await client.command("check_in") == {"ok": True, "seq": 2, "result": {}}


async def test_a_repeated_id_gets_the_first_answer(service: Service) -> None:
    client = await service.client(A1)
    first = await client.command("check_in", id="once")
    assert await client.command("check_in", id="once") == first


async def test_a_refused_command_says_why(service: Service) -> None:
    client = await service.client(A1)
    answer = await client.command("open_session")

    assert (answer["ok"], answer["code"]) == (False, "not_chair")
    assert answer["message"]
    assert answer["detail"] == {}


@pytest.mark.parametrize(
    "payload,code,detail",
    [
        (None, "wrong_type", {"field": "command"}),
        ("check_in", "wrong_type", {"field": "command"}),
        ([], "wrong_type", {"field": "command"}),
        ({"id": "x"}, "unknown_command", {"do": "None"}),
        ({"id": "x", "do": "shout"}, "unknown_command", {"do": "shout"}),
        ({"do": "check_in"}, "bad_id", {}),
        ({"id": "", "do": "check_in"}, "bad_id", {}),
        ({"id": "x" * 65, "do": "check_in"}, "bad_id", {}),
        ({"id": 1, "do": "check_in"}, "bad_id", {}),
        ({"id": "x", "do": "check_in", "role": "chair"}, "unknown_field", {"field": "role"}),
        ({"id": "x", "do": "cast_ballot", "vote": "V1"}, "missing_field", {"field": "choice"}),
        (
            {"id": "x", "do": "cast_ballot", "vote": "V1", "choice": "maybe"},
            "wrong_type",
            {"field": "choice"},
        ),
        ({"id": "x", "do": "cast_ballot", "vote": 1, "choice": "for"}, "wrong_type", {"field": "vote"}),
        ({"id": "x", "do": "recess", "minutes": 9999}, "wrong_type", {"field": "minutes"}),
        (
            {"id": "x", "do": "enter_count", "vote": "V1", "counts": {"a": [1]}},
            "wrong_type",
            {"field": "counts"},
        ),
        ({"id": "x", "do": "check_in", "for_seat": 1}, "wrong_type", {"field": "for_seat"}),
        (
            {"id": "x", "do": "propose"} | BENCH | {"title": "长" * 81},
            "too_long",
            {"field": "title", "limit": 80},
        ),
        ({"id": "x", "do": "propose"} | BENCH | {"title": ""}, "missing_field", {"field": "title"}),
        ({"id": "x", "do": "propose"} | BENCH | {"text": "长" * 6000}, "too_large", {"limit": 16384}),
        ({"id": "x", "do": "propose"} | BENCH | {"text": "a\x00b"}, "bad_text", {"field": "text"}),
        ({"id": "x", "do": "note", "text": [[[[[[["深"]]]]]]]}, "wrong_type", {"field": "text"}),
        ({"id": "x", "do": "check_in", "for_seat": "B1"}, "not_recorder", {}),
    ],
)
async def test_what_is_wrong_with_a_message_is_said(
    service: Service, payload: object, code: str, detail: dict[str, object]
) -> None:
    client = await service.client(A1)
    answer = await client.call("command", payload)

    assert (answer["ok"], answer["code"], answer["detail"]) == (False, code, detail)
    assert answer["message"]
    assert "{" not in answer["message"]
    assert (await client.command("check_in"))["ok"], "and the next one is fine"


async def test_a_message_without_or_with_too_many_parts_is_answered(service: Service) -> None:
    client = await service.client(A1)
    assert (await client.call("command"))["code"] == "wrong_type"
    assert (await client.call("command", {}, {}))["code"] == "wrong_type"


async def test_who_only_watches_is_told_how_to_take_part(service: Service) -> None:
    spectator = await service.client()
    assert (await spectator.command("check_in"))["code"] == "ticket_needed"


async def test_texts_are_composed(service: Service) -> None:
    """What a Mac types in two characters and a phone in one is one text on the record."""
    recorder = await service.client(RECORDER)
    await recorder.wait_for("board")
    await recorder.command("note", text="cafe\u0301\r\n好")
    patch = await recorder.wait_for("patch")
    assert patch["patch"]["now"]["note"] == "caf\u00e9\n好"


async def test_a_flood_is_slowed_down_and_nobody_else(service: Service) -> None:
    flood, calm = await service.client(RECORDER), await service.client(A1)
    answers = await asyncio.gather(*(flood.command("note", text=f"{n}") for n in range(BURST + 20)))

    assert sum(answer["ok"] for answer in answers) >= BURST
    assert "slow_down" in {answer.get("code") for answer in answers}
    assert (await calm.command("check_in"))["ok"]


async def test_commands_of_one_client_keep_their_order(service: Service) -> None:
    client = await service.client(RECORDER)
    answers = await asyncio.gather(*(client.command("note", text=f"{n}") for n in range(30)))

    assert [answer["seq"] for answer in answers] == list(range(2, 32))


async def test_a_client_cannot_pretend_to_come_or_go(service: Service) -> None:
    """Socket.IO would hand events of these names to the server's own handlers."""
    client = await service.client(A1)
    await client.emit("connect", {"session": "999999"})
    await client.emit("disconnect", "bye")

    assert (await client.command("check_in"))["ok"]


async def test_resync_tells_what_is_missing(service: Service) -> None:
    recorder, wall = await service.client(RECORDER), await service.client(CHAIR)
    first = await wall.wait_for("board")
    await recorder.command("note", text="一")

    assert [each["seq"] for each in (await wall.call("resync", {"have": first["seq"]}))["patches"]] == [2]
    assert (await wall.call("resync", {"have": 2}))["patches"] == []
    whole = await wall.call("resync", {"have": None})
    assert (whole["seq"], whole["board"]["session"]) == (2, first["board"]["session"])
    assert (await wall.call("resync", {"have": "all"}))["code"] == "wrong_type"
    assert (await wall.call("resync"))["code"] == "wrong_type"


async def test_nothing_is_lost_or_doubled_for_who_comes_in_the_middle(service: Service) -> None:
    """Clients come in while notes pour in: each one's patches follow on from its board without a gap."""
    recorder = await service.client(RECORDER)

    async def write() -> None:
        for number in range(40):
            await recorder.command("note", text=f"{number}")

    writing = asyncio.create_task(write())
    clients = [await service.client(A1) for _ in range(10)]
    await writing
    for client in clients:
        board = await client.wait_for("board")
        await client.wait_for("patch", 41 - board["seq"])
        assert [patch["after"] for patch in client.all("patch")] == list(range(board["seq"], 41))


async def test_rooms_that_stop_answer_whoever_waits(service: Service) -> None:
    client = await service.client(RECORDER)
    asked = asyncio.create_task(client.command("note", text="最后一句"))
    await client.wait_for("board")
    await service.rooms.stop()
    await service.outbox.stop()

    answer = await asked
    assert answer["ok"] or answer["code"] == "unavailable"


async def test_a_defect_of_ours_is_answered_too(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python-socketio sends no acknowledgement when a handler raises: the phone would wait for ever."""
    client = await service.client(A1)
    monkeypatch.setattr(service.rooms, "submit", lambda *_: 1 / 0)
    monkeypatch.setattr(service.rooms, "resync", lambda *_: 1 / 0)

    assert (await client.command("check_in"))["code"] == "internal"
    assert (await client.call("resync", {"have": 1}))["code"] == "internal"
