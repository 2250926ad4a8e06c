"""Sorting and counting on both databases: colleagues at the same time, merges in any order, the pile."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.records.figures import Figures, Period
from deliberation.records.issues.similar import likeness, told
from deliberation.records.issues.sorting import AlreadySorted, Sorting, Verdict
from deliberation.records.issues.store import Issues
from deliberation.records.issues.views import Report
from tests.records.people.conftest import WHO, Town, address, database, shared_postgres, town

__all__ = ["address", "database", "shared_postgres", "town"]

AT = datetime(2026, 5, 16, 6, 0, tzinfo=UTC)


async def reports(town: Town, count: int) -> list[int]:
    """So many, an hour apart."""
    issues = Issues(town.engine)
    return [
        (
            await issues.report(
                town.here, Report(f"key{each}", f"第 {each} 件", ""), [], at=AT + timedelta(hours=each)
            )
        ).id
        for each in range(count)
    ]


async def main_of(town: Town, issue: int) -> int | None:
    found = await Issues(town.engine).desk_issue(town.here, issue)
    assert found is not None
    return found.merged_into


@pytest.mark.asyncio
async def test_of_two_decisions_at_once_one_counts(town: Town) -> None:
    [issue] = await reports(town, 1)
    sorting = Sorting(town.engine)
    verdicts = [Verdict("declined", "办好了"), Verdict("escalated", "归水务所管", "水务所")]
    answers = await asyncio.gather(
        *(sorting.decide(town.here, issue, each, at=AT, who=WHO) for each in verdicts),
        return_exceptions=True,
    )
    assert sorted(str(type(each).__name__) for each in answers) == ["AlreadySorted", "bool"]
    found = await Issues(town.engine).desk_issue(town.here, issue)
    assert found is not None
    kept = next(each for each in verdicts if each.decision == found.status)
    assert (found.reply, found.office) == (kept.reply, kept.office)


@pytest.mark.asyncio
async def test_two_that_are_merged_into_each_other_at_once_are_no_circle(town: Town) -> None:
    a, b = await reports(town, 2)
    sorting = Sorting(town.engine)
    answers = await asyncio.gather(
        sorting.merge(town.here, a, b, at=AT, who=WHO), sorting.merge(town.here, b, a, at=AT, who=WHO)
    )
    assert sorted(answers) == [False, True]
    assert sorted([await main_of(town, a) is None, await main_of(town, b) is None]) == [False, True]


@pytest.mark.asyncio
async def test_however_they_are_merged_one_step_leads_to_one_that_is_not(town: Town) -> None:
    issues = await reports(town, 5)
    sorting = Sorting(town.engine)
    for issue, into in [(0, 1), (2, 3), (1, 3), (3, 4), (0, 2), (4, 0)]:
        try:
            await sorting.merge(town.here, issues[issue], issues[into], at=AT, who=WHO)
        except AlreadySorted:
            continue
    mains = {issue: await main_of(town, issue) for issue in issues}
    assert all(main is None or mains[main] is None for main in mains.values())
    assert list(mains.values()).count(None) == 1


@pytest.mark.asyncio
async def test_the_pile_is_gone_through_from_the_oldest_and_round_again(town: Town) -> None:
    issues = await reports(town, 3)
    sorting = Sorting(town.engine)
    assert [each.id for each in (await sorting.waiting(town.here)).rows] == issues
    assert [await sorting.next_after(town.here, each) for each in issues] == [*issues[1:], issues[0]]
    await sorting.decide(town.here, issues[1], Verdict("declined", "x"), at=AT, who=WHO)
    assert await sorting.next_after(town.here, issues[0]) == issues[2]
    assert (await sorting.waiting(town.elsewhere)).total == 0


@pytest.mark.asyncio
async def test_communities_are_counted_apart_and_in_their_period(town: Town) -> None:
    issues = await reports(town, 2)
    await Sorting(town.engine).decide(town.here, issues[0], Verdict("declined", "x"), at=AT, who=WHO)
    year = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    before = Period(datetime(2025, 1, 1, tzinfo=UTC), year.since)
    here, elsewhere = await Figures(town.engine).of([town.here, town.elsewhere], year)
    assert (here.reported, here.waiting, here.declined) == (2, 1, 1)
    assert (elsewhere.reported, elsewhere.waiting, elsewhere.declined) == (0, 0, 0)
    [earlier] = await Figures(town.engine).of([town.here], before)
    assert (earlier.reported, earlier.waiting, earlier.declined) == (0, 1, 0)


WORDS = st.text("草坪狗粪路灯不亮楼道 ，", max_size=12)


@given(WORDS, WORDS, WORDS, WORDS)
@settings(max_examples=200)
def test_likeness_is_mutual_and_at_most_that_with_itself(
    words: str, place: str, other: str, elsewhere: str
) -> None:
    this, that = told(words, place), told(other, elsewhere)
    assert likeness(this, that) == likeness(that, this)
    assert 0 <= likeness(this, that) <= likeness(this, this) <= 1.5


def test_what_is_not_said_is_not_alike() -> None:
    assert likeness(told("路灯不亮", ""), told("有人乱停车", "")) == 0
    assert likeness(told("路灯不亮", "3幢"), told("路灯，不亮！", "3 幢")) == 1.5
