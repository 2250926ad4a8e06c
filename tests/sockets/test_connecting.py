"""Who is let in, what they are shown first, and what they may see at all."""

from datetime import timedelta

import pytest

from deliberation.ledger.store import LedgerUnavailable
from deliberation.records.tickets import Ticket
from tests.sockets.service import PLANNED, Service
from tests.support.halls import CHAIR, CODE, MEMBERS, OBSERVER, RECORDER, WALL

pytestmark = pytest.mark.asyncio

A1 = MEMBERS[2]


@pytest.mark.parametrize(
    "auth,word",
    [
        (None, "no_such_session"),
        ({}, "no_such_session"),
        ({"session": "999999", "ticket": None}, "no_such_session"),
        ({"session": 326841, "ticket": None}, "no_such_session"),
        ({"session": PLANNED, "ticket": None}, "not_open"),
        ({"session": CODE, "ticket": "forged"}, "bad_ticket"),
        ({"session": CODE, "ticket": 7}, "bad_ticket"),
        ({"session": CODE, "ticket": None, "have": -1}, "bad_ticket"),
        ({"session": CODE, "ticket": None, "role": "chair"}, "bad_ticket"),
    ],
)
async def test_a_refused_connection_says_why_in_one_word(service: Service, auth: object, word: str) -> None:
    assert await service.refusal(auth) == word


async def test_a_ticket_opens_only_its_own_session(service: Service) -> None:
    foreign = service.door.tickets.issue(service.ticket(CHAIR, session="111111"))

    assert await service.refusal({"session": CODE, "ticket": foreign}) == "bad_ticket"


async def test_the_board_comes_whole_at_first(service: Service) -> None:
    client = await service.client(A1)
    board = await client.wait_for("board")

    assert (board["seq"], board["audience"]) == (1, "hall")
    assert board["board"]["session"]["code"] == CODE
    assert board["you"]["seat"] == "A1"


async def test_polling_works_where_websockets_do_not(service: Service) -> None:
    client = await service.client(A1, transport="polling")
    await client.wait_for("board")

    assert (await client.command("check_in"))["ok"] is True
    assert (await client.wait_for("patch"))["seq"] == 2


async def test_each_audience_sees_its_own(service: Service) -> None:
    boards = {}
    for name, actor in {"chair": CHAIR, "wall": WALL, "observer": OBSERVER, "public": None}.items():
        client = await service.client(actor)
        boards[name] = await client.wait_for("board")

    assert {name: board["audience"] for name, board in boards.items()} == {
        "chair": "staff",
        "wall": "hall",
        "observer": "hall",
        "public": "public",
    }
    assert "people" in boards["chair"]["board"]
    assert all("people" not in boards[name]["board"] for name in ("wall", "observer", "public"))


async def test_the_public_never_hears_a_name_from_the_hall(service: Service) -> None:
    recorder, spectator = await service.client(RECORDER), await service.client()
    await recorder.command("check_in", seat="A1")
    await recorder.command("name_tellers", seats=["S1", "A1"])
    await recorder.command("note", text="只给现场看的记录")
    await spectator.wait_for("patch", 2)

    said = str(spectator.heard)
    assert not any(name in said for name in ("甲一", "常一", "纪记录"))


async def test_a_screen_is_spoken_to_in_its_language(service: Service) -> None:
    chinese, other = await service.client(A1), await service.client(A1, lang="en-GB")
    assert "[en]" not in str(await chinese.wait_for("board"))
    assert "[en]" in str(await other.wait_for("board"))

    assert (await other.command("open_session"))["message"].startswith("[en]")
    assert not (await chinese.command("open_session"))["message"].startswith("[en]")


async def test_a_screen_that_comes_back_gets_only_what_it_missed(service: Service) -> None:
    recorder, first = await service.client(RECORDER), await service.client(A1)
    board = await first.wait_for("board")
    await first.close()
    await recorder.command("note", text="一")
    await recorder.command("note", text="二")

    back = await service.client(A1, have=board["seq"])
    await back.wait_for("you")
    assert [name for name, _ in back.heard if name != "pulse"] == ["patch", "patch", "you"]
    assert [patch["after"] for patch in back.all("patch")] == [1, 2]


async def test_two_devices_of_one_seat_both_work(service: Service) -> None:
    """AB roles: the second chair's tablet takes over while the first one's battery dies."""
    first, second = await service.client(CHAIR), await service.client(CHAIR)
    assert (await first.command("check_in"))["ok"]
    assert (await second.command("open_session"))["ok"]

    await first.wait_for("you", 2)
    await second.wait_for("you", 2)
    assert first.all("you")[-1] == second.all("you")[-1]


async def test_a_card_that_was_taken_back_ends_with_the_next_command(service: Service) -> None:
    client = await service.client(A1)
    service.door.taken_back.add(service.ticket(A1))

    assert (await client.command("check_in"))["code"] == "bad_ticket"
    await client.wait_for("disconnect")
    assert await service.refusal(service.auth(A1)) == "bad_ticket"


async def test_a_pulse_counts_the_people(service: Service) -> None:
    client = await service.client(A1)
    pulse = await client.wait_for("pulse")

    assert (pulse["online"], pulse["turnout"]) == (1, {})
    assert pulse["at"].endswith("Z")


async def test_an_old_ticket_is_told_from_a_forged_one(service: Service) -> None:
    auth = service.auth(A1)
    service.door.tickets.max_age = timedelta(seconds=-1)

    assert await service.refusal(auth) == "expired_ticket"


@pytest.mark.parametrize("trouble", [LedgerUnavailable("down"), TypeError("a defect")])
async def test_trouble_at_the_door_is_told_in_one_word_too(
    service: Service, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    """A TypeError that reached python-socketio would make it call the handler a second time."""
    asked = []

    async def fail(text: str) -> Ticket:
        asked.append(text)
        raise trouble

    monkeypatch.setattr(service.door, "read_ticket", fail)
    assert await service.refusal(service.auth(A1)) == "unavailable"
    assert len(asked) == 1
