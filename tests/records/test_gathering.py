"""A question for all who wait: few of them, none too early, and a failed one is told."""

import asyncio
from collections.abc import Collection

import pytest

from deliberation.ledger.store import LedgerUnavailable
from deliberation.records.gathering import AT_ONCE, Gathering

pytestmark = pytest.mark.asyncio


class Oracle:
    """Knows who is good, and answers when it is allowed to."""

    def __init__(self, *good: int) -> None:
        self.good = set(good)
        self.asked: list[set[int]] = []
        self.may_answer = asyncio.Event()

    async def __call__(self, items: Collection[int]) -> set[int]:
        self.asked.append(set(items))
        found = self.good & set(items)
        await self.may_answer.wait()
        return found


async def test_a_crowd_that_comes_in_one_moment_is_a_handful_of_questions() -> None:
    oracle = Oracle(*range(0, 3 * AT_ONCE, 2))
    gathering = Gathering(oracle)
    oracle.may_answer.set()

    found = await asyncio.gather(*(gathering.holds(number) for number in range(3 * AT_ONCE)))

    assert found == [number % 2 == 0 for number in range(3 * AT_ONCE)]
    assert [len(each) for each in oracle.asked] == [AT_ONCE] * 3


async def test_nobody_is_answered_by_a_question_that_was_asked_before_they_came() -> None:
    """Whoever's card was replaced while a question was on its way does not slip in with its answer."""
    oracle = Oracle(1)
    gathering = Gathering(oracle)
    early = asyncio.create_task(gathering.holds(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert oracle.asked == [{1}]

    late = asyncio.create_task(gathering.holds(1))
    oracle.good.clear()
    oracle.may_answer.set()

    assert await early
    assert not await late
    assert oracle.asked == [{1}, {1}]


async def test_who_goes_away_while_waiting_leaves_the_others_theirs() -> None:
    oracle = Oracle(1, 2)
    gathering = Gathering(oracle)
    gone, waiting = asyncio.create_task(gathering.holds(1)), asyncio.create_task(gathering.holds(2))
    await asyncio.sleep(0)
    gone.cancel()
    oracle.may_answer.set()

    assert await waiting


async def test_a_question_that_fails_is_told_and_the_next_is_asked_anew() -> None:
    away = True

    async def ask(items: Collection[int]) -> Collection[int]:
        if away:
            raise LedgerUnavailable
        return items

    gathering = Gathering(ask)
    found = await asyncio.gather(gathering.holds(1), gathering.holds(2), return_exceptions=True)
    assert [type(each) for each in found] == [LedgerUnavailable] * 2

    away = False
    assert await gathering.holds(1)
