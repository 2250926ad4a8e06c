"""Every command from every role, through the socket: exactly what the matrix allows gets past the rights."""

from typing import get_args

import pytest

from deliberation.session.facts import Actor
from deliberation.session.names import Role
from tests.session.test_rights import MATRIX, SAMPLES
from tests.sockets.service import OTHER, Service
from tests.support.halls import CHAIR, CODE, MEMBERS, OBSERVER, RECORDER, START, SUPERVISOR, WALL

NO_RIGHT = {
    "ticket_needed",
    "not_chair",
    "not_recorder",
    "not_staff",
    "not_member",
    "not_your_seat",
    "chair_is_neutral",
}
ACTORS: dict[Role, Actor | None] = {
    "chair": CHAIR,
    "recorder": RECORDER,
    "member": MEMBERS[0],
    "observer": OBSERVER,
    "supervisor": SUPERVISOR,
    "wall": WALL,
    "public": None,
}


def may(role: Role, name: str) -> bool:
    return role not in ("wall", "public") and role[0] in MATRIX[name]


@pytest.mark.asyncio
async def test_every_command_of_every_role_over_the_wire(service: Service) -> None:
    assert set(ACTORS) == set(get_args(Role))
    clients = {role: await service.client(actor) for role, actor in ACTORS.items()}

    for role, client in clients.items():
        for name in SAMPLES:
            if not may(role, name):
                answer = await client.command(name, **SAMPLES[name])
                assert not answer["ok"], (role, name)
                assert answer["code"] in NO_RIGHT, (role, name, answer["code"])
                assert answer["message"]
    assert service.rooms.session(CODE).seq == 1, "nothing changed"

    for role, client in clients.items():
        for name in SAMPLES:
            if may(role, name):
                answer = await client.command(name, **SAMPLES[name])
                assert answer["ok"] or answer["code"] not in NO_RIGHT | {"slow_down"}, (role, name)


@pytest.mark.asyncio
@pytest.mark.parametrize("role", [role for role in ACTORS if role != "recorder"])
async def test_only_the_recorder_speaks_for_another_seat(service: Service, role: Role) -> None:
    client = await service.client(ACTORS[role])
    for name in SAMPLES:
        answer = await client.command(name, **SAMPLES[name], for_seat="A2")
        assert not answer["ok"], name
    assert service.rooms.session(CODE).seq == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("role", [role for role in ACTORS if role != "recorder"])
async def test_only_the_recorder_enters_what_happened_earlier(service: Service, role: Role) -> None:
    client = await service.client(ACTORS[role])
    for name in SAMPLES:
        answer = await client.command(name, **SAMPLES[name], happened_at=START.isoformat())
        assert answer["code"] in {"not_recorder", "ticket_needed"}, name
    assert service.rooms.session(CODE).seq == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("role", [role for role, actor in ACTORS.items() if actor])
async def test_a_role_in_another_session_changes_nothing_in_this_one(service: Service, role: Role) -> None:
    """Although the address of the connection names this one: that is only for load balancers."""
    await service.client()
    client = await service.client(ACTORS[role], session=OTHER)
    for name in SAMPLES:
        answer = await client.command(name, **SAMPLES[name])
        assert answer["ok"] or answer["code"] != "slow_down", name
    named = await client.command("check_in", session=CODE)

    assert named["code"] == "unknown_field"
    assert service.rooms.session(CODE).seq == 1
    assert (
        await service.refusal(service.auth(ACTORS[role], session=OTHER) | {"session": CODE}) == "bad_ticket"
    )


@pytest.mark.asyncio
async def test_a_ticket_that_was_tampered_with_opens_nothing(service: Service) -> None:
    good = str(service.auth(CHAIR)["ticket"])
    content, stamp, signature = good.split(".")
    member = str(service.auth(MEMBERS[0])["ticket"]).split(".")
    for forged in (
        f"{member[0]}.{stamp}.{signature}",
        f"{content}.{member[1]}x.{signature}",
        f"{content}.{stamp}.{signature[:-2]}",
        f"{content}.{stamp}.",
        content,
        "." * 40,
        "票" * 40,
        good + " ",
    ):
        assert await service.refusal({"session": CODE, "ticket": forged}) == "bad_ticket", forged
    assert await service.refusal({"session": "326842", "ticket": good}) in {"bad_ticket", "no_such_session"}
