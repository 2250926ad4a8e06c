"""Lists follow the ledger."""

import pytest

from deliberation.clock import utc_now
from deliberation.records.mirror import refresh
from deliberation.session.facts import (
    Actor,
    AnyFact,
    Entry,
    SeatArrived,
    SeatLeft,
    SessionClosed,
    SessionOpened,
)
from deliberation.session.names import SeatId
from web.services import Services


async def append(services: Services, code: str, *facts: AnyFact) -> None:
    async with services.ledger.turn([code]) as turn:
        seq = (await turn.head(code)).seq
        entries = [
            Entry(seq=seq + number, at=utc_now(), actor=Actor("chair"), fact=fact)
            for number, fact in enumerate(facts, start=1)
        ]
        await turn.append(code, entries)


@pytest.mark.asyncio
async def test_the_status_of_a_session_follows_its_ledger(hall: tuple[Services, str]) -> None:
    services, code = hall

    await append(services, code, SessionOpened(expected=13, present=12))
    await refresh(services.records, services.ledger)
    line = await services.records.session(code)
    assert line is not None
    assert line.status == "in_progress"

    await append(services, code, SessionClosed())
    await refresh(services.records, services.ledger)
    line = await services.records.session(code)
    assert line is not None
    assert line.is_over
    assert await services.records.mirrored() == {}
    assert await services.records.open_from("s1-liuhe-yard") is None


@pytest.mark.asyncio
async def test_who_came_is_kept_when_it_is_over(hall: tuple[Services, str]) -> None:
    services, code = hall
    community = (await services.communities.all())[0].id
    early, late, absent = SeatId("S1"), SeatId("S3"), SeatId("S2")

    async def attended(name: str) -> bool | None:
        [known] = await services.people.find(community, name)
        person = await services.people.person(community, known.id)
        assert person is not None
        return person.sessions[0].attended

    # S2 was marked by mistake before the opening; S3 came late and went home early.
    await append(services, code, SeatArrived(early), SeatArrived(absent), SeatLeft(absent))
    await append(services, code, SessionOpened(expected=13, present=1), SeatArrived(late), SeatLeft(late))
    await refresh(services.records, services.ledger)
    assert await attended("陆承安") is None

    await append(services, code, SessionClosed())
    await refresh(services.records, services.ledger)
    assert [await attended(name) for name in ("陆承安", "闵秀云", "戚卫东")] == [True, False, True]
