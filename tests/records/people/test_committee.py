"""The committee: terms, plans, attendance, standing cards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker

from deliberation.records.cards import STANDING, fingerprint
from deliberation.records.people.committee import TermCounts, TermsMeet
from deliberation.records.people.names import missing
from deliberation.records.people.views import Term
from deliberation.records.tables import RulesetVersion, Seat, SeatCard, Session
from tests.records.people.conftest import WHO, Town
from tests.support.queries import counted_queries

TODAY = date(2026, 5, 16)
NOW = datetime(2026, 5, 16, 6, tzinfo=UTC)
SINCE = date(2026, 1, 1)


async def hold(
    town: Town, code: str, at: datetime, status: str, seats: list[tuple[int, str, bool | None]]
) -> None:
    """A session with these standing seats: person, role, whether they came."""
    async with async_sessionmaker(town.engine, expire_on_commit=False).begin() as db:
        rules = RulesetVersion(community_id=town.here, version=f"v{code}", body={})
        db.add(rules)
        await db.flush()
        assert rules.id is not None
        session = Session(
            community_id=town.here,
            ruleset_id=rules.id,
            code=code,
            source="",
            title={"zh": "会"},
            form="talk",
            planned_at=at,
            timezone="Asia/Shanghai",
            place="",
            status=status,
            status_seq=1,
        )
        db.add(session)
        await db.flush()
        assert session.id is not None
        for number, (person, role, attended) in enumerate(seats, start=1):
            key = f"S{number}"
            db.add(
                Seat(
                    session_id=session.id,
                    key=key,
                    number=number,
                    person_id=person,
                    role=role,
                    chamber="standing",
                    votes=True,
                    has_phone=True,
                    attended=attended,
                )
            )
            mark = fingerprint(town.cards.token(code, key, 1))
            db.add(SeatCard(session_id=session.id, holder=key, role=role, generation=1, fingerprint=mark))


def standing_token(town: Town, person: int, generation: int = 1) -> str:
    return town.cards.token(STANDING, str(person), generation)


def test_a_plan_names_what_nobody_holds() -> None:
    assert missing("five", ["party", "owners", "owners", "other"]) == [
        "residents_committee",
        "property",
        "local_unit",
    ]
    assert missing("three", ["property", "owners", "residents_committee"]) == []
    assert missing("free", []) == []


@pytest.mark.parametrize(
    "ends,begins,meet",
    [("2026-05-31", "2026-05-31", True), ("2026-05-31", "2026-06-01", False), (None, "2030-01-01", True)],
)
def test_terms_meet_on_their_last_day(ends: str | None, begins: str, *, meet: bool) -> None:
    first = Term("party", SINCE, date.fromisoformat(ends) if ends else None)
    second = Term("owners", date.fromisoformat(begins))
    assert first.meets(second) is second.meets(first) is meet


@pytest.mark.asyncio
async def test_seats_are_held_from_the_first_to_the_last_day(town: Town) -> None:
    person = await town.person("陆承安")
    await town.committee.set_plan(town.here, "three", who=WHO)
    await town.committee.give(town.here, person, Term("owners", SINCE, TODAY), who=WHO)

    view = await town.committee.view(town.here, TODAY)
    assert [member.term.source for member in view.members] == ["owners"]
    assert view.missing == ["residents_committee", "property"]
    after = await town.committee.view(town.here, TODAY + timedelta(days=1))
    assert (after.members, [member.person for member in after.former]) == ([], [person])
    assert [one.id for one in await town.committee.seated_on(town.here, TODAY)] == [person]
    assert await town.committee.seated_on(town.here, TODAY + timedelta(days=1)) == []
    assert (await town.committee.view(town.elsewhere, TODAY)).members == []


@pytest.mark.asyncio
async def test_a_person_has_one_standing_seat_at_a_time(town: Town) -> None:
    person = await town.person("陆承安")
    await town.committee.give(town.here, person, Term("owners", SINCE, TODAY), who=WHO)

    with pytest.raises(TermsMeet):
        await town.committee.give(town.here, person, Term("party", TODAY), who=WHO)
    assert await town.committee.give(town.here, person, Term("party", TODAY + timedelta(days=1)), who=WHO)
    [seat] = (await town.committee.view(town.here, TODAY)).members
    with pytest.raises(TermsMeet):
        await town.committee.change(town.here, seat.id, Term("owners", SINCE), who=WHO)
    assert await town.committee.change(town.here, seat.id, Term("other", SINCE, TODAY), who=WHO)
    assert not await town.committee.change(town.elsewhere, seat.id, Term("other", SINCE), who=WHO)


@pytest.mark.asyncio
async def test_attendance_counts_past_sessions_of_the_term(town: Town) -> None:
    person, other = await town.person("陆承安"), await town.person("闵秀云")
    await town.committee.give(town.here, person, Term("owners", date(2026, 3, 1)), who=WHO)
    # The last minutes of February in the hall, though already March nowhere: not in the term.
    await hold(
        town, "100001", datetime(2026, 2, 28, 15, 59, tzinfo=UTC), "closed", [(person, "member", True)]
    )
    await hold(town, "100002", datetime(2026, 2, 28, 16, 0, tzinfo=UTC), "closed", [(person, "member", True)])
    await hold(town, "100003", NOW, "inquorate", [(person, "member", False), (other, "member", True)])
    await hold(town, "100004", NOW, "closed", [(person, "member", None)])
    await hold(town, "100005", NOW, "check_in", [(person, "member", None)])

    [member] = (await town.committee.view(town.here, TODAY)).members
    assert (member.came, member.expected) == (1, 2)
    with pytest.raises(TermCounts):
        await town.committee.remove(town.here, member.id, who=WHO)


@pytest.mark.asyncio
async def test_a_seat_given_by_mistake_is_taken_back(town: Town) -> None:
    person = await town.person("陆承安")
    await town.committee.give(town.here, person, Term("owners", TODAY), who=WHO)
    [member] = (await town.committee.view(town.here, TODAY)).members

    assert not await town.committee.remove(town.elsewhere, member.id, who=WHO)
    assert await town.committee.remove(town.here, member.id, who=WHO)
    assert await town.people.remove(town.here, person, who=WHO)


@pytest.mark.asyncio
async def test_the_committees_page_asks_as_much_for_many_as_for_one(town: Town) -> None:
    async def fill(name: str) -> None:
        await town.committee.give(town.here, await town.person(name), Term("other", TODAY), who=WHO)

    await fill("一")
    with counted_queries() as few:
        await town.committee.view(town.here, TODAY)
    for name in "二三四五":
        await fill(name)
    with counted_queries() as many:
        await town.committee.view(town.here, TODAY)
    assert len(many) == len(few) == 3


@pytest.mark.asyncio
async def test_a_standing_card_leads_to_the_session_that_is_on(town: Town) -> None:
    person = await town.person("陆承安")
    await town.committee.give(town.here, person, Term("owners", TODAY), who=WHO)
    token = standing_token(town, person)

    held = await town.standing_cards.find(token, at=NOW)
    assert held is not None
    assert (held.community, held.card) == ("江滩社区", None)

    day = timedelta(days=1)
    await hold(town, "100001", NOW - 3 * day, "closed", [(person, "member", True)])
    await hold(town, "100002", NOW + 4 * day, "check_in", [(person, "member", None)])
    await hold(town, "100003", NOW - 30 * day, "check_in", [(person, "member", None)])
    await hold(town, "100004", NOW, "check_in", [(person, "chair", None)])
    held = await town.standing_cards.find(token, at=NOW)
    assert held is not None
    assert held.card is not None
    assert held.card.session == "100002"

    await hold(town, "100005", NOW - 9 * day, "recess", [(person, "member", None)])
    held = await town.standing_cards.find(token, at=NOW)
    assert held is not None
    assert held.card is not None
    assert (held.card.session, held.card.holder) == ("100005", "S1")


@pytest.mark.asyncio
async def test_a_standing_card_ends_with_the_term_and_with_its_replacement(town: Town) -> None:
    person = await town.person("陆承安")
    await town.committee.give(town.here, person, Term("owners", SINCE, TODAY), who=WHO)
    await hold(town, "100001", NOW, "check_in", [(person, "member", None)])
    old = standing_token(town, person)

    assert await town.standing_cards.find(old, at=NOW + timedelta(days=1)) is None
    assert not await town.standing_cards.replace(town.elsewhere, person, who=WHO)
    assert await town.standing_cards.replace(town.here, person, who=WHO)
    assert await town.standing_cards.find(old, at=NOW) is None
    [printed] = await town.standing_cards.of(town.here, TODAY)
    assert printed.generation == 2
    held = await town.standing_cards.find(standing_token(town, person, 2), at=NOW)
    assert held is not None
    assert held.card is not None
    # What was opened with the lost card in the running session counts no more.
    assert held.card.generation == 2
